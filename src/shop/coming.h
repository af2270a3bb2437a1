/* SPDX-License-Identifier: MIT */
#pragma once
#include "shop/tally.h"
/*
 * coming: what is said of a payment that is on its way; and the few words
 * that progress has in common with it.
 */
struct text;

/* What all of it is told from. */
struct told {
	struct arena *arena;
	const struct payment *payment;
	struct tally tally;
};

/* Of one with a lead, or that the gateway says is paid. */
const char *coming_headline(const struct told *o);
const char *coming_detail(const struct told *o);

extern const char TOLD_CLOSE[], TOLD_SAFE[];

/* A part of a named amount came, and the rest may still be sent. */
bool told_is_part(const struct told *o);
/* What comes is another coin than was asked for. */
bool told_is_other(const struct told *o);
/* "0.25 LTC", of the coin that was asked for; "$12.50", or "" for none. */
const char *told_coins(const struct told *o, struct coin c);
const char *told_money(struct arena *a, struct money m);
/* "$20.00 credited, 15 USDT under review", after what came first. */
const char *told_amounts(const struct told *o, const char *first,
                         const char *review);
/* What to send when a part came, or "". */
const char *told_rest(const struct told *o);
/* Adds words, which may be "", to the sentences there are. */
void told_sentence(struct text *t, const char *words);
