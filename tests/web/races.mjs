#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/* races: many hands on the same balance, the same shelf, the same payment. */
import http from "node:http";
import { Visitor, audit, balance, buy, claim, crowd, deposit, giveSessions, mine, must,
	number, once, parallel, payment, put, redis, redisAgain, register, same, setting, sleep, sql,
	stock, story, till, topUp, untilMined, words, worker, world } from "./lib.mjs";
import { callback, gatewaySays, payQuietly } from "./gateway.mjs";

const tally = (answers) => answers.reduce((all, a) => {
	all[a.status] = (all[a.status] || 0) + 1;
	return all;
}, {});

/* Two hundred tabs with one cart, each form with a token of its own. */
async function oneCart() {
	const v = await register();
	const thing = await stock("10.00", 300);

	await topUp(v, "100.00");
	await put(v, thing);
	const fields = await till(v);
	const cart = `${setting("redis_prefix")}c:u:${v.account}`;
	const line = (await redis(`HGETALL ${cart}`)).trim().split("\n");
	/* The first order empties the cart; the others shall find it full. */
	const stop = await redisAgain("HSET", cart, ...line);
	const answers = await parallel(Array.from({ length: 200 }), 200,
		() => v.post("/checkout", { ...fields, once: once() }));

	stop();
	await claim("200 checkouts of one cart at once: 1 order, and every answer leads to it",
		async () => {
			same(tally(answers), { 303: 200 }, "answers");
			same(new Set(answers.map((a) => a.headers.location)).size, 1,
				"orders told of");
			same(await number(`SELECT COUNT(*) FROM buys
				WHERE buyer_id = ${v.id}`), 1, "orders");
			same(await balance(v), 9000, "balance");
		});
	await audit();
}

async function oneForm() {
	const v = await register();
	const thing = await stock("5.00", 60);

	await topUp(v, "50.00");
	await put(v, thing);
	const fields = await till(v);
	const answers = await parallel(Array.from({ length: 50 }), 50,
		() => v.post("/checkout", fields));

	await claim("one form sent 50 times at once: 1 order, and every answer leads to it",
		async () => {
			same(tally(answers), { 303: 50 }, "answers");
			same(new Set(answers.map((a) => a.headers.location)).size, 1,
				"orders told of");
			same(await balance(v), 4500, "balance");
		});
	await audit();
}

async function lastUnits() {
	const thing = await stock("5.00", 50);
	const people = await crowd(500);

	await parallel(people, 32, async (v) => {
		const p = await payment(await deposit(v, "USDC_ERC20", "5.00"));

		await world("/pay", { id: p.gateway });
	});
	const ids = people.map((v) => v.id).join(",");

	await untilMined("500 people have 5.00", "USDC_ERC20", async () =>
		await number(`SELECT COUNT(*) FROM users WHERE id IN (${ids})
			AND top_up_amount = 500`) === 500, 60);
	await parallel(people, 32, (v) => put(v, thing));
	const tills = await parallel(people, 32, till);
	const answers = await parallel(people, 250,
		(v, i) => v.post("/checkout", tills[i]));

	await claim("500 buyers for 50 units: 50 buy, 450 are refused", () =>
		same(tally(answers), { 303: 50, 409: 450 }, "answers"));
	await claim("50 distinct units are sold, one to each", async () => {
		const [[units, distinct, buyers]] = await sql(`SELECT COUNT(*),
			COUNT(DISTINCT i.item_id), COUNT(DISTINCT b.buyer_id)
			FROM buys b JOIN buy_items i ON i.buy_id = b.id
			WHERE b.buyer_id IN (${ids})`);

		same([units, distinct, buyers], ["50", "50", "50"]);
		same(await sql(`SELECT stock FROM products WHERE slug = '${thing}'`),
			[["0"]], "stock");
	});
	await claim("nobody is charged without a unit", async () => {
		for (const [i, a] of answers.entries())
			people[i].bought = a.status === 303;
		const left = new Map((await sql(`SELECT id,
			top_up_amount - consume_records FROM users
			WHERE id IN (${ids})`)).map(([id, m]) => [Number(id), Number(m)]));
		const wrong = people.filter((v) =>
			left.get(v.id) !== (v.bought ? 0 : 500));

		same(wrong.length, 0, "people with a wrong balance");
	});
	await audit();
}

async function oneCallback() {
	const v = await register();
	const p = await payment(await deposit(v, "USDC_ERC20", "7.00"));
	const via = new http.Agent({ keepAlive: true, maxSockets: 32 });
	let going = true, polls = 0, looks = 0;

	await payQuietly(p);
	const body = await gatewaySays(p);
	const poller = (async () => {
		while (going) {
			await sql(`UPDATE payments SET next_poll_at = UTC_TIMESTAMP(3)
				WHERE id = ${p.id} AND next_poll_at IS NOT NULL`);
			await worker("--once", "poll");
			polls++;
		}
	})();
	const looker = (async () => {
		while (going) {
			await mine("USDC_ERC20", 1);
			await worker("chains");
			looks++;
		}
	})();
	const answers = await parallel(Array.from({ length: 1000 }), 32,
		() => callback(p, body, { via }));

	await sleep(300);
	going = false;
	await Promise.all([poller, looker]);
	via.destroy();
	await claim(`one signed callback 1,000 times over 32 connections, ${polls} polls and ${looks} looks at the chain meanwhile: 1 credit`,
		async () => {
			same(tally(answers), { 200: 1000 }, "answers");
			must(polls > 1, "the poller did not run");
			must(looks > 1, "nobody looked at the chain");
			await untilMined("it is credited", "USDC_ERC20",
				async () => await balance(v) > 0);
			same((await callback(p, body)).status, 200, "once more");
			same(await balance(v), 700, "balance");
			same(await number(`SELECT COUNT(*) FROM ledger_entries
				WHERE user_id = ${v.id}`), 1, "entries");
		});
	await audit();
}

/* Redis forgets all, and people go on at once with what they have. */
async function openPayments() {
	const [v] = await crowd(1);
	const csrf = v.csrf;
	const again = () => Object.assign(new Visitor(v.session), { id: v.id,
		account: v.account, name: v.name });
	const me = again();
	let answered = 0, flushed = 0;
	const flush = (async () => {
		for (const at of [4, 24, 44]) {
			while (answered < at)
				await sleep(1);
			await giveSessions([me], ["FLUSHALL"]);
			flushed++;
		}
	})();
	const answers = await parallel(Array.from({ length: 64 }), 32, async () => {
		const a = await again().post("/deposit", { csrf, once: once(),
			asset: "LTC", amount: "" });

		answered++;
		return a;
	});

	await flush;
	await claim("64 parallel top-ups, Redis emptied three times: 5 open and not more",
		async () => {
			const open = await number(`SELECT COUNT(*) FROM payments
				WHERE user_id = ${v.id} AND state IN ('CREATING', 'OPEN')`);
			const made = answers.filter((a) =>
				/^\/deposit\/./.test(a.headers.location || ""));

			same(flushed, 3, "times emptied");
			same(open, 5, "open payments");
			same(made.length, 5, "answers that lead to one");
			const odd = answers.find((a) => ![303, 409].includes(a.status));

			must(!odd, odd && `${odd.status}: ${words(odd.text)}`);
		});
	await claim("with five open the sixth is refused in words", async () => {
		const a = await again().post("/deposit", { csrf, once: once(),
			asset: "LTC", amount: "" });

		same(a.status, 409, "status");
		must(a.text.includes("5 pending top-ups"), words(a.text));
	});
	await audit();
}

async function twoCarts() {
	const v = await register();
	const thing = await stock("6.00", 3);
	const other = await register();

	await topUp(v, "50.00");
	await topUp(other, "50.00");
	await put(v, thing, 2);
	const mine = await till(v);

	await buy(other, thing, 2);
	const answer = await v.post("/checkout", mine);

	await claim("what was sold meanwhile is said, and nothing is charged", async () => {
		same(answer.status, 409, "status");
		must(/Something changed|faster/.test(answer.text), words(answer.text));
		same(await balance(v), 5000, "balance");
	});
}

await story(async () => {
	await oneCart();
	await oneForm();
	await lastUnits();
	await oneCallback();
	await openPayments();
	await twoCarts();
});
