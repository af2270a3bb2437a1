#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/* outages: MariaDB, Redis and workers die while people buy. */
import { SHOP, Visitor, ask, audit, balance, claim, crowd, giveSessions, must,
	number, parallel, put, redis, register, same, sleep, sql, stock, story,
	till, topUp, until, words, workers } from "./lib.mjs";
import { killServer, startServers } from "./servers.mjs";

const BUYERS = 4, GUESTS = 3;
const acknowledged = [];
let thing, buyers, going = true, seen = {}, odd = [];

/* What a visitor may see while something is gone. */
function note(answer, what) {
	seen[answer.status] = (seen[answer.status] || 0) + 1;
	if (answer.status === 503) {
		if (!/\b[0-9a-f]{32}\b/.test(answer.text))
			odd.push(`${what}: a 503 without a request id: ` +
				words(answer.text).slice(0, 200));
		else if (!answer.headers["retry-after"])
			odd.push(`${what}: a 503 without Retry-After`);
	} else if (answer.status >= 500) {
		odd.push(`${what}: ${answer.status}`);
	}
	return answer;
}

async function signInAgain(v) {
	v.cookies.sid = v.own;
	await giveSessions([v]);
}

async function shopOnce(v) {
	note(await put(v, thing), "POST /cart");
	const page = note(await v.send("GET", "/cart"), "GET /cart");

	if (page.status !== 200)
		return;
	v.page = page;
	if (!page.text.includes("action=\"/checkout\"")) {
		if (!page.text.includes("action=\"/logout\""))
			await signInAgain(v);
		return;
	}
	const answer = note(await v.post("/checkout", v.form("/checkout").fields),
		"POST /checkout");

	if (answer.status === 303 && answer.headers.location.startsWith("/order/"))
		acknowledged.push({ v, id: answer.headers.location.split("/")[2],
			at: Date.now() });
}

async function keepBuying(v) {
	v.own = v.session;
	while (going) {
		try {
			await (v.session ? shopOnce(v) : signInAgain(v));
		} catch (e) {
			if (!/redis-cli/.test(e.message))
				odd.push(`a buyer: ${e.message}`);
		}
		await sleep(20);
	}
}

async function keepLooking() {
	while (going) {
		const v = new Visitor();

		try {
			for (const path of ["/", `/product/${thing}`, "/login", "/cart"]) {
				note(await v.send("GET", path), `GET ${path}`);
				await sleep(20);
			}
		} catch (e) {
			odd.push(`a visitor: ${e.message}`);
		}
	}
}

/* Does harm, and says how long it took until somebody could buy again. */
async function outage(sentence, harm, allowed = []) {
	seen = {};
	odd = [];
	const before = acknowledged.length;

	await claim(sentence, async () => {
		must(before > 0, "nobody buys");
		await harm();
		const back = Date.now();

		await until("somebody buys again", () =>
			acknowledged.some((o) => o.at > back), 10);
		await until("all is ready", async () =>
			(await ask(`${SHOP}/readyz`)).status === 200, 10);
		await sleep(300);
		const wrong = odd.filter((s) => !allowed.some((a) => a.test(s)));

		same(wrong.slice(0, 5), [], `answers ${JSON.stringify(seen)}, wrong`);
	});
}

async function kept() {
	await claim("every order that was acknowledged is there, whole and of its buyer",
		async () => {
			const rows = new Map((await sql(`SELECT b.public_id, b.buyer_id,
				b.quantity, (SELECT COUNT(*) FROM buy_items i
				WHERE i.buy_id = b.id) FROM buys b
				JOIN users u ON u.id = b.buyer_id
				WHERE u.id IN (${buyers.map((v) => v.id).join(",")})`))
				.map(([id, ...rest]) => [id, rest.join(" ")]));

			must(acknowledged.length > 50,
				`only ${acknowledged.length} orders were made`);
			for (const o of acknowledged)
				must(/^(\d+) (\d+) \2$/.test(rows.get(o.id)) &&
					rows.get(o.id).startsWith(`${o.v.id} `),
				`order ${o.id}: ${rows.get(o.id)}`);
		});
	await claim("and nobody paid for an order that is not there", async () => {
		for (const v of buyers) {
			const spent = await number(`SELECT COALESCE(SUM(total_price), 0)
				FROM buys WHERE buyer_id = ${v.id}`);

			same(await balance(v), v.had - spent, v.name);
		}
	});
}

async function draining() {
	const v = await register();

	await topUp(v, "10.00");
	await put(v, thing);
	const fields = await till(v);
	const old = workers("shop");
	let answers = [];

	await claim("SIGTERM: a slow request in hand is finished, and others do not notice",
		async () => {
			must(old.length >= 2, "no workers were found");
			const lock = sql(`START TRANSACTION; SELECT id FROM users
				WHERE id = ${v.id} FOR UPDATE; SELECT SLEEP(2); COMMIT`);

			await sleep(400);
			const from = Date.now();
			const slow = v.post("/checkout", fields);

			await sleep(300);
			for (const pid of old)
				process.kill(pid, "SIGTERM");
			answers = await parallel(Array.from({ length: 200 }), 8,
				() => ask(`${SHOP}/cart`));
			const answer = await slow;

			must(Date.now() - from > 1000, "it was not slow");
			await lock;
			same([answer.status, answer.headers.location.slice(0, 7)],
				[303, "/order/"], "the slow one");
			same(answers.filter((a) => a.status !== 200).map((a) => a.status),
				[], "the others");
			await until("all workers are new", () => {
				const now = workers("shop");

				return now.length === old.length &&
					now.every((pid) => !old.includes(pid));
			}, 10);
		});
}

await story(async () => {
	thing = await stock("0.01", 5000);
	buyers = await crowd(BUYERS);
	for (const v of buyers) {
		await topUp(v, "50.00");
		v.had = await balance(v);
	}
	const people = [...buyers.map(keepBuying),
		...Array.from({ length: GUESTS }, keepLooking)];

	await until("people buy", () => acknowledged.length > 10);
	await outage("MariaDB is killed and started: within 10 s people buy again, 503 pages meanwhile",
		async () => {
			killServer("mariadb");
			await sleep(700);
			must(seen[503] > 0, "nobody noticed");
			await startServers();
		});
	await outage("all shop workers are killed: within 10 s people buy again", () => {
		for (const pid of workers("shop"))
			process.kill(pid, "SIGKILL");
	}, [/: 502$/]);
	await outage("Redis forgets everything: people sign in and buy again",
		() => redis("FLUSHALL"));
	await outage("Redis is killed and started: within 10 s people buy again, 503 pages meanwhile",
		async () => {
			killServer("redis");
			await sleep(700);
			must(seen[503] > 0, "nobody noticed");
			await startServers();
		});
	await outage("everything is killed at once: within 10 s people buy again",
		async () => {
			killServer("mariadb");
			killServer("redis");
			for (const pid of [...workers("shop"), ...workers("pay")])
				process.kill(pid, "SIGKILL");
			await startServers();
		}, [/: 502$/]);
	going = false;
	await Promise.all(people);
	await kept();
	/* A worker that lost MariaDB could not give back what it had taken. */
	await until("the networks are free again", async () => await number(
		`SELECT COUNT(*) FROM jobs WHERE name LIKE 'chains:%'
		    AND leased_until > UTC_TIMESTAMP(3)`) === 0, 90);
	await draining();
	await audit();
});
