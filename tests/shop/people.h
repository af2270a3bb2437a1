/* SPDX-License-Identifier: MIT */
#pragma once
#include "lib/shop.h"
#include "user/totp.h"
/*
 * people: buyers who come in by the front door.
 */

#define GOOD_PASSWORD  "seventeen teal otters"
#define OTHER_PASSWORD "eleven quiet lanterns"

/* "user=NAME&password=PASSWORD", and again too where asked. */
const char *credentials(const char *name, const char *password, bool again);
/* A browser that has just registered with GOOD_PASSWORD, and its codes. */
struct browser *person(const char *name);
/* A new browser that tries to sign in; what it saw is in b->reply. */
struct browser *signs_in(const char *name, const char *password);
/* Whether the browser is signed in (asks for /account). */
bool is_in(struct browser *b);
/* The nth recovery code on the page. */
const char *code_on_page(const struct browser *b, int nth);
/* Turns TOTP on, and forgets that a code was used. */
struct totp_secret turns_totp_on(struct browser *b);
/* The code of now, d steps off. */
const char *totp_now(const struct totp_secret *secret, int d);
