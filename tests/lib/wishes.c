/* SPDX-License-Identifier: MIT */
#include "lib/wishes.h"
#include <criterion/criterion.h>
#include "base/random.h"
#include "chain/assets.h"
#include "ledger/once.h"
#include "lib/buyers.h"
#include "payment/payment_begin.h"
#include "settings.h"

const struct payment *wishes_begin(struct user_id user, const char *asset)
{
	struct buyers *world = buyers_open();
	char id[PUBLIC_ID_TEXT], token[PUBLIC_ID_TEXT];
	struct once once = {.token = token};
	struct payment_wish wish = {
		.user = user,
		.public_id = id,
		.asset = asset_find(asset),
		.kind = PAYMENT_ANY,
		.fiat = money_zero(setting_currency()),
		.once = &once,
	};
	const struct payment *p;
	const char *path;

	random_public_id(id);
	random_public_id(token);
	cr_assert_eq(payment_begin(world->db, world->arena, &p, &path, &wish),
	             PAYMENT_BEGUN);
	return p;
}
