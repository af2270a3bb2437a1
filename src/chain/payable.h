/* SPDX-License-Identifier: MIT */
#pragma once
#include "chain/address.h"
/*
 * payable: whether what is sent to an address ever comes back.
 *
 * Many a valid address is nobody's: the contract of a token, a program, an
 * address that was made to burn coins.  No list of such is whole; what can be
 * said of them all is in rules, and the rest in one table.  Which addresses
 * are our own is for the database to say.
 *
 * address_read says which addresses there are, and is for what we look at;
 * this is for addresses that somebody gives us to be paid to.
 */

/* NULL, or why nothing comes back from there, in words that follow "invalid:
 * " as those of address_read do.  The address is one. */
const char *payable_fault(const struct asset *s, const struct address *address,
                          const char *text);
/* address_read, and then that. */
const char *payable_read(struct address *out, const struct asset *s,
                         enum chain chain, const char *text);
