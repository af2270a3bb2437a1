#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/* callbacks: what the gateway, and whoever plays it, can say to the shop. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONFIG, PROGRAMS, SHOP, ask, audit, balance, claim, crowd, deposit, must,
	number, once, parallel, payment, put, request, same, sql, stock, story, till, until,
	untilMined, words, worker, world } from "./lib.mjs";
import { callback, gatewaySays, payQuietly, secretOf, sign } from "./gateway.mjs";
import { killServer, startServers } from "./servers.mjs";

const AMOUNT = "12.50", CENTS = 1250;
let people;

/* A new payment, of a buyer who has nothing yet. */
async function fresh(asset = "USDC_ERC20", amount = AMOUNT) {
	const buyer = people.pop();
	const p = await payment(await deposit(buyer, asset, amount));

	return Object.assign(p, { buyer });
}

async function quietlyPaid() {
	const p = await fresh();

	await payQuietly(p);
	p.body = await gatewaySays(p);
	return p;
}

const stateOf = async (p) => (await payment(p.public)).state;

async function holds(p, state, cents) {
	same([await stateOf(p), await balance(p.buyer)], [state, cents],
		"state and balance");
}

/* The callback is taken: once the chain shows it too, it is credit. */
async function taken(p, cents = CENTS) {
	await until("the gateway confirms it", async () =>
		["CONFIRMING", "PAID"].includes(await stateOf(p)));
	await untilMined("it is credited", p.asset,
		async () => await stateOf(p) === "PAID");
	await holds(p, "PAID", cents);
}

/* The sandbox says it to the shop, and the chain shows it. */
async function comes(p, cents = CENTS) {
	await until("it is said", async () =>
		["CONFIRMING", "PAID"].includes(await stateOf(p)), 20);
	await taken(p, cents);
}

/* --- who says it ----------------------------------------------------------- */

async function signatures() {
	const p = await quietlyPaid();
	const right = sign(p.body, secretOf(p));
	const flip = (s, i) => s.slice(0, i) + (s[i] === "0" ? "1" : "0") +
		s.slice(i + 1);
	const wrong = [null, "", "0".repeat(128), right.slice(1), `${right}00`,
		`sha512=${right}`, sign(p.body, ""), sign(p.body, "null"),
		sign(p.body, p.token), sign(p.body, p.public), sign("", secretOf(p))];

	await claim("A1 without a signature, or with a wrong one, a callback is refused with 403",
		async () => {
			for (const s of wrong) {
				const a = await callback(p, p.body,
					{ signature: s === "" ? " " : s });

				same(a.status, 403, `answer to ${s}`);
			}
			await holds(p, "OPEN", 0);
		});
	await claim("A1 nor with any single digit of the signature changed", async () => {
		const answers = await parallel([...right].map((c, i) => i), 16,
			(i) => callback(p, p.body, { signature: flip(right, i) }));

		same([...new Set(answers.map((a) => a.status))], [403], "answers");
	});
	await claim("A1 nor with any single byte of the body changed", async () => {
		const bytes = [...p.body].map((c, i) => i);
		const answers = await parallel(bytes, 16, (i) => callback(p,
			p.body.slice(0, i) + (p.body[i] === "7" ? "8" : "7") +
			p.body.slice(i + 1), { signature: right }));

		same([...new Set(answers.map((a) => a.status))], [403], "answers");
		await holds(p, "OPEN", 0);
	});
	await claim("the same payment is credited when the signature is right", async () => {
		same((await callback(p, p.body)).status, 200, "answer");
		await taken(p);
	});
	await claim("A1 without a callback key the shop refuses to start", () => {
		const conf = join(tmpdir(), `cointill-test-${process.pid}.conf`);

		writeFileSync(conf, readFileSync(CONFIG, "utf8")
			.replace(/^callback_key_file.*/m, "callback_key_file = /nowhere"));
		const ran = spawnSync(join(PROGRAMS, "cointill-web"),
			["--config", conf, "--pool", "pay"], { timeout: 5000 });

		same(ran.status, 1, "exit code");
		must(`${ran.stderr}`.includes("/nowhere"), `${ran.stderr}`);
	});
}

async function otherSecrets() {
	const [a, b] = [await quietlyPaid(), await quietlyPaid()];
	const answer = async (p, body, by) => (await callback(p, body,
		{ signature: sign(body, secretOf(by)) })).status;

	await claim("A2 the secret of one payment signs for no other", async () => {
		same(await answer(a, a.body, b), 403, "signed by the other");
		await holds(a, "OPEN", 0);
	});
	await claim("A3 a callback posted to another payment's address is refused",
		async () => {
			same(await answer(b, a.body, a), 403, "signed as it was");
			same((await callback(a, a.body, { token: "A".repeat(22) })).status,
				404, "unknown token");
			await holds(b, "OPEN", 0);
		});
	await claim("A3 and credits nobody though it is signed for that address",
		async () => {
			same(await answer(b, a.body, b), 200, "answer");
			await holds(b, "REVIEW", 0);
			await holds(a, "OPEN", 0);
		});
}

/* --- in which order -------------------------------------------------------- */

async function orders() {
	await claim("A4 a callback replayed later answers 200 and changes nothing",
		async () => {
			const p = await quietlyPaid();

			await callback(p, p.body);
			for (let i = 0; i < 20; i++)
				same((await callback(p, p.body)).status, 200, "answer");
			await taken(p);
			for (let i = 0; i < 20; i++)
				same((await callback(p, p.body)).status, 200, "answer");
			await holds(p, "PAID", CENTS);
			same(await number(`SELECT COUNT(*) FROM deposits
				WHERE payment_id = ${p.id} AND NOT is_witness`), 1,
			"deposits");
		});
	await claim("A5 an old \"unpaid\" is ignored, before, between or after \"paid\"",
		async () => {
			for (const order of ["UPP", "PUP", "PPU", "PUU", "UPU"]) {
				const p = await fresh();
				const unpaid = await gatewaySays(p);

				await payQuietly(p);
				const paid = await gatewaySays(p);

				for (const c of order)
					same((await callback(p, c === "P" ? paid : unpaid))
						.status, 200, `${c} of ${order}`);
				await taken(p);
			}
		});
	await claim("A5 the gateway's own duplicates and stale callbacks credit once",
		async () => {
			for (const fault of ["duplicate", "reordered"]) {
				const p = await fresh();

				await world("/fault", { id: p.gateway, do: fault });
				await comes(p);
			}
		});
	await claim("paid after its end, it is credited once and called late", async () => {
		const p = await fresh();

		await world("/fault", { id: p.gateway, do: "late" });
		await comes(p);
	});
}

/* --- what it says ---------------------------------------------------------- */

const CHANGES = { id: 999999999, paymentType: "DEPOSIT", fiatCurrency: "EUR",
	fiatAmount: 1250, cryptoAmount: 1250, cryptoCurrency: "BTC",
	address: "0x000000000000000000000000000000000000dEaD",
	hash: "0".repeat(64) };
const HARMLESS = { userId: "somebody", expireDatetime: 1, createDatetime: 1,
	paidAt: 1, callbackUrl: "http://example.org/hook", isWithdrawn: true,
	unknown: "a field of tomorrow" };

async function fields() {
	for (const [name, value] of Object.entries(CHANGES))
		await claim(`A6 another ${name}, though signed: held for a person, nothing credited`,
			async () => {
				const p = await quietlyPaid();
				const body = JSON.stringify({ ...JSON.parse(p.body),
					[name]: value });

				same((await callback(p, body)).status, 200, "answer");
				await holds(p, "REVIEW", 0);
				same(await number(`SELECT COUNT(*) FROM quarantine
					WHERE payment_id = ${p.id}`), 1, "kept");
				same((await callback(p, p.body)).status, 200, "the true one");
				await holds(p, "REVIEW", 0);
			});
	await claim("A6 what decides nothing may differ: the stored amount is credited",
		async () => {
			for (const [name, value] of Object.entries(HARMLESS)) {
				const p = await quietlyPaid();
				const a = await callback(p, JSON.stringify(
					{ ...JSON.parse(p.body), [name]: value }));

				same(a.status, 200, name);
				await taken(p);
			}
		});
	for (const fault of ["wrong_amount", "wrong_amount_agreed", "wrong_coin",
		"wrong_coin_agreed", "get_disagrees"])
		await claim(`A7 the gateway lies (${fault}): held, and the buyer is told`,
			async () => {
				const p = await fresh();

				await world("/fault", { id: p.gateway, do: fault });
				await until("it is held", async () =>
					await stateOf(p) === "REVIEW");
				same(await balance(p.buyer), 0, "balance");
				await p.buyer.get(`/deposit/${p.public}`);
				must(p.buyer.page.text.includes(" under review</p>"),
					words(p.buyer.page.text));
			});
	for (const fault of ["forged", "unsigned", "tampered"])
		await claim(`A1 ${fault} callbacks of the sandbox credit nothing by themselves`,
			async () => {
				const p = await fresh();
				const refused = () => number(`SELECT COUNT(*) FROM
					cointill_sandbox.truth WHERE payment_id = ${p.gateway}
					AND what = 'callback' AND detail LIKE '%403%'`);

				await world("/fault", { id: p.gateway, do: fault });
				await until("it is refused", async () => await refused() > 0);
				same(await balance(p.buyer), 0, "balance");
			});
	await claim("A7 a credit above the limit waits for a person", async () => {
		const p = await fresh("USDC_ERC20", "1500.00");

		await world("/pay", { id: p.gateway });
		await until("it is held", async () => await stateOf(p) === "REVIEW");
		same(await balance(p.buyer), 0, "balance");
	});
	await claim("A8 five paid do not buy what costs fifty, whoever's form is sent", async () => {
		const p = await fresh("USDC_ERC20", "5.00");
		const thing = await stock("50.00", 1);
		const v = p.buyer;

		await world("/pay", { id: p.gateway });
		await comes(p, 500);
		await put(v, thing);
		await v.get("/cart");
		must(!v.page.text.includes("action=\"/checkout\""), "a button to buy");
		must(v.page.text.includes("/deposit?amount=45.00"), "the way to top up");
		/* So they send the form of somebody who could. */
		const rich = await fresh("USDC_ERC20", "50.00");

		await world("/pay", { id: rich.gateway });
		await comes(rich, 5000);
		await put(rich.buyer, thing);
		const { agreed } = await till(rich.buyer);
		const a = await v.post("/checkout", { csrf: v.csrf, once: once(),
			agreed });

		must(a.text.includes("nothing was bought"), words(a.text));
		same(a.status, 409, "answer");
		same(await balance(v), 500, "balance");
		same(await number(`SELECT COUNT(*) FROM buys WHERE buyer_id = ${v.id}`),
			0, "orders");
	});
}

/* --- what is no message at all --------------------------------------------- */

function hostile(p) {
	const good = JSON.parse(p.body);
	const raw = (name, text) => p.body.replace(
		new RegExp(`"${name}":("[^"]*"|[^,}]*)`), `"${name}":${text}`);
	const amounts = ["-12.5", "1e400", "1e-400", "NaN", "Infinity", "0x10",
		"12345678901234567890123456789012345678901", "\"12,50\"", "null", "[]",
		"{}", "true", "--1", "1.2.3", "٣"];

	return {
		"an empty body": "",
		"a list": "[]",
		"a text": "\"paid\"",
		"null": "null",
		"no JSON": "isPaid=true",
		"two documents": `${p.body}${p.body}`,
		"something behind it": `${p.body}x`,
		"a cut body": p.body.slice(0, -1),
		"a byte order mark": `\ufeff${p.body}`,
		"a NUL": p.body.replace("\"id\"", "\"i\\u0000d\""),
		"broken UTF-8": Buffer.concat([Buffer.from(p.body.slice(0, -1)),
			Buffer.from(",\"x\":\"\xff\"}", "latin1")]),
		"a field twice": p.body.replace("{", "{\"isPaid\":false,"),
		"an amount twice": p.body.replace("{", "{\"fiatAmount\":1,"),
		"depth 5,000": "[".repeat(5000) + "]".repeat(5000),
		"depth inside": p.body.replace("{", `{"x":${"[".repeat(500)}${
			"]".repeat(500)},`),
		"isPaid as a text": raw("isPaid", "\"true\""),
		"isPaid as a number": raw("isPaid", "1"),
		"an id with a fraction": raw("id", "1.5"),
		"an id below zero": raw("id", "-1"),
		"an id as a list": raw("id", "[1]"),
		"an address with markup": raw("address", "\"<script>\""),
		"no hash": JSON.stringify({ ...good, hash: undefined }),
		"no isPaid": JSON.stringify({ ...good, isPaid: undefined }),
		...Object.fromEntries(amounts.flatMap((n) => [
			[`fiatAmount ${n}`, raw("fiatAmount", n)],
			[`cryptoAmount ${n}`, raw("cryptoAmount", n)]])),
	};
}

async function bodies() {
	await claim("A15 hostile bodies, truly signed: 400 or held, never a crash, never a credit",
		async () => {
			const wrong = [];
			let p = await quietlyPaid(), tried = 0;

			for (const [name, body] of Object.entries(hostile(p))) {
				const a = await callback(p, body);

				tried++;
				if (await balance(p.buyer) !== 0)
					wrong.push(`${name} credits`);
				/* A number may be read that nobody could pay. */
				if (await stateOf(p) === "REVIEW" &&
					/Amount [-0-9e]+$/.test(name)) {
					p = await quietlyPaid();
				} else if (a.status !== 400) {
					wrong.push(`${name} answers ${a.status}`);
				}
			}
			must(tried > 50, "too few were tried");
			same(wrong, [], "wrong");
			await holds(p, "OPEN", 0);
			same((await callback(p, p.body)).status, 200, "the true one");
			await taken(p);
		});
	await claim("A15 a body above 16 KiB is refused with 413", async () => {
		const p = await quietlyPaid();

		for (const n of [17 << 10, 1 << 20]) {
			const a = await callback(p, " ".repeat(n) + p.body)
				.catch((e) => ({ status: e.code }));

			must([413, "EPIPE", "ECONNRESET"].includes(a.status),
				`${n} bytes: ${a.status}`);
		}
		const deep = await callback(p, "[".repeat(100000))
			.catch((e) => ({ status: e.code }));

		must(deep.status !== 200, "depth 10^5 is taken");
		await holds(p, "OPEN", 0);
	});
	await claim("a callback is not a page: GET is refused", async () => {
		const p = await fresh();
		const a = await ask(`${SHOP}/hook/kryptoexpress/${p.token}`);

		same(a.status, 405, "answer");
	});
}

/* --- when it cannot be said ------------------------------------------------ */

async function silence() {
	await claim("A9 callbacks that never arrive: the poller credits", async () => {
		const p = await quietlyPaid();

		await sql(`UPDATE payments SET next_poll_at = UTC_TIMESTAMP(3)
			WHERE id = ${p.id}`);
		await until("the poller has been there", async () => {
			await worker("poll");
			return await stateOf(p) !== "OPEN";
		});
		await taken(p);
	});
	await claim("A17 with MariaDB gone a callback is answered 503, and credited afterwards",
		async () => {
			const p = await quietlyPaid();

			killServer("mariadb");
			try {
				const a = await callback(p, p.body);

				same(a.status, 503, "answer");
				must(a.headers["retry-after"], "no Retry-After");
			} finally {
				await startServers();
			}
			await until("it is taken", async () =>
				(await callback(p, p.body)).status === 200, 20);
			await taken(p);
		});
}

/* --- a gateway that hangs -------------------------------------------------- */

const soon = async (what, body) => {
	const since = Date.now(), found = await body();

	must(Date.now() - since < 2000, `${what} took ${Date.now() - since} ms`);
	return found;
};

/* The next so many calls of an operation are never answered. */
const hang = (operation, next) => world("/fault",
	{ do: "timeout_before", operation, next });

async function hanging() {
	await claim("two requests that hang keep no page, status, other coin or callback waiting",
		async () => {
			const paid = await quietlyPaid();
			const [a, b, c] = [people.pop(), people.pop(), people.pop()];

			await hang("create", 2);
			const hung = await soon("POST /deposit", () => Promise.all(
				[a, b].map((v) => request(v, "BTC", "20.00"))));

			await until("both are asked for", async () => await number(
				`SELECT COUNT(*) FROM payments WHERE asked_at IS NOT NULL
				AND state = 'CREATING'`) === 2);
			await soon("GET /deposit", () => c.get("/deposit"));
			await soon("another coin", () => deposit(c, "SOL", "20.00"));
			await soon("a page", () => a.get(hung[0]));
			must(a.page.text.includes("Creating your address"),
				words(a.page.text));
			const status = await soon("a status", () => b.send("GET",
				`${hung[1]}/status`));

			same(JSON.parse(status.text).state, "creating", "state");
			same((await soon("a callback", () => callback(paid, paid.body)))
				.status, 200, "answer");
			await soon("its confirmation", () => taken(paid));
			/* They can be given up, and make room. */
			const gone = await a.post(`${hung[0]}/cancel`,
				{ csrf: a.csrf, then: "coin" });

			same(gone.headers.location, "/deposit?amount=20.00", "leads to");
			same(await number(`SELECT open_payments FROM users
				WHERE id = ${a.id}`), 0, "open");
			await world("/fault", { do: "heal", operation: "create" });
		});
	await claim("callbacks that the gateway does not confirm keep nobody waiting, and credit later",
		async () => {
			const list = [await quietlyPaid(), await quietlyPaid(),
				await quietlyPaid()];

			await hang("get", 3);
			for (const p of list)
				same((await soon("a callback", () => callback(p, p.body)))
					.status, 200, "answer");
			await soon("GET /deposit", () => list[0].buyer.get("/deposit"));
			await world("/fault", { do: "heal", operation: "get" });
			await until("all are asked for again", async () => {
				await sql(`UPDATE callbacks SET ask_at = UTC_TIMESTAMP(3)
					WHERE ask_at IS NOT NULL AND asks > 0`);
				return (await Promise.all(list.map(stateOf))).every((s) =>
					["CONFIRMING", "PAID"].includes(s));
			}, 60);
			for (const p of list)
				await taken(p);
		});
}

await story(async () => {
	people = await crowd(90);
	await signatures();
	await otherSecrets();
	await orders();
	await fields();
	await bodies();
	await silence();
	await hanging();
	await audit();
});
