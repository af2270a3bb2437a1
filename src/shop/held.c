/* SPDX-License-Identifier: MIT */
#include "shop/held.h"
#include <stddef.h>
#include <string.h>
#include "base/arena.h"
#include "payment/payment.h"
#include "settings.h"

const char HELD_OTHER_COIN[] = "another coin than was asked for";
const char HELD_SURPLUS[] = "more arrived than the gateway counts";
const char HELD_AGAIN[] = "taken back, and on the chain again";

static const char GENERAL[] =
	"We need to check this payment before crediting it.";
static const char OTHER_AMOUNT[] =
	"The amount received differs from the one reported by our payment "
	"processor.";

static const struct {
	const char *reason, *words;
} WORDS[] = {
	{HELD_OTHER_COIN,					  "This isn’t the coin you requested."           },
	{HELD_SURPLUS,					     "Overpaid: the extra amount is reviewed by hand."},
	{HELD_AGAIN,
         "The network shows this payment again after reversing it."                                                 },
	{"the payment is held",				    "This top-up is already under review."           },
	{"paid although its making had failed",
         "This payment came after the top-up had failed."							   },
	{"confirmed hours after its price was to end",
         "It was confirmed hours after its exchange rate had expired."                                              },
	{"it seems to be older than the payment",
         "This transaction is older than the top-up."							       },
	{"worth more than can be credited",
         "It is worth more than we can credit automatically."                                                       },
	{"worth less than the least credit",
         "It is worth less than we can credit."								     },
	{"two sources tell different things of it",
         "Our sources disagree about this transaction."							     },
	{"coins arrived, and the gateway says nothing of them",
         "Our payment processor hasn’t confirmed this payment."                                                   },
	{"the chain does not show what the gateway says was paid",
         "The network doesn’t show this payment yet."							     },
	{"the chain shows another amount than the gateway says",   OTHER_AMOUNT                                     },
	{"another amount than we asked for",                       OTHER_AMOUNT                                     },
	{"another coin amount than was to arrive",                 OTHER_AMOUNT                                     },
	{"the gateway contradicts its callback: the amount",       OTHER_AMOUNT                                     },
	{"no coin amount that could be credited",                  OTHER_AMOUNT                                     },
	{"no amount that could be credited",                       OTHER_AMOUNT                                     },
};

bool held_is_size(const char *reason)
{
	return reason && payment_is_size(reason);
}

const char *held_limit(struct arena *a)
{
	char most[MONEY_TEXT];

	money_show(most, setting_money(SET_REVIEW_ABOVE));
	return arena_printf(a, "Top-ups over %s are reviewed by hand.", most);
}

const char *held_why(struct arena *a, const char *reason)
{
	if (!reason)
		return GENERAL;
	if (!strcmp(reason, PAYMENT_ABOVE))
		return held_limit(a);
	if (payment_is_size(reason))
		return "High volume right now: we’re reviewing new top-ups by "
		       "hand.";
	for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++)
		if (!strcmp(reason, WORDS[i].reason))
			return WORDS[i].words;
	return GENERAL;
}
