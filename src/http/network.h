/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
/*
 * network: where a visitor comes from, as far as limits care.
 *
 * A person has many addresses, so they are counted by the /24 of IPv4 and the
 * /64 of IPv6 ("192.0.2.0/24", "20010db800000000::/64").  What comes through
 * an onion service or a proxy on this host has one address for everybody:
 * limits that a stranger could fill for all others leave it out.
 */
struct arena;
struct key;

/* Of an address as text; "local" when it is none. */
const char *network_of(struct arena *a, const char *address);
/* Whether everybody may be behind it. */
bool network_is_shared(const char *network);
/* 16 hex digits to compare by, which tell nobody without the key which network
 * it was; NULL of one that is shared. */
const char *network_mark(struct arena *a, const struct key *key,
                         const char *network);
