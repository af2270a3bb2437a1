#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * chains: what the shop makes of what the chains show: on every coin, and
 * when they reorganise, lag, lie, fall silent, and when its worker dies.
 *
 * The demo's worker rests meanwhile; this story's looks when it is told to,
 * so that a fault is seen by as many looks as it takes, and not by chance.
 */
import { execFile, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { CONFIG, PROGRAMS, SANDBOX, SHOP, STATE, audit, balance, buy, claim, crowd,
	deposit, lend, mine, must, number, openWindow, overflow, parallel, payment,
	redis, same, setting, sleep, sql, stock, story, until, words, worker,
	world } from "./lib.mjs";
import { callback, gatewaySays, payQuietly } from "./gateway.mjs";

const run = promisify(execFile);
const CONF = join(STATE, "chains.conf");
const DEPTH = { BTC: 2, LTC: 6, SOL: 32, USDT_TRC20: 19, USDT_ERC20: 32,
	USDC_ERC20: 32 };
const DECIMALS = { BTC: 8, LTC: 8, SOL: 9, USDT_TRC20: 6, USDT_ERC20: 6,
	USDC_ERC20: 6 };
const OWN = ["LTC", "USDT_TRC20"];
let people, before, plain, phone;

/* --- the worker ------------------------------------------------------------ */

/* Another host for the sources that fail: enough said by one is not said by
 * all. */
function writeConfig() {
	const sandbox = new URL(SANDBOX);
	const kept = readFileSync(CONFIG, "utf8").split("\n").filter((line) =>
		!/^(look_seconds|sources_(bitcoin|litecoin)|source_budgets) =/
			.test(line));
	const two = (network, short) => `sources_${network} = ` +
		`esplora=http://localhost:${sandbox.port}/${short}/api ` +
		`blockcypher=${SANDBOX}/blockcypher/${short}`;

	writeFileSync(CONF, [...kept, "look_seconds = 1", "vanish_seconds = 0",
		two("bitcoin", "btc"), two("litecoin", "ltc"),
		`source_budgets = localhost:${sandbox.port}=1000000/200 ` +
		`${sandbox.host}=1000000/200`, ""].join("\n"));
}

const job = (name) => run(join(PROGRAMS, "cointill-worker"), ["--config", CONF,
	name], { maxBuffer: 16 << 20 });

/* As if it was time for it. */
const due = () => sql(`UPDATE watches SET next_look_at = UTC_TIMESTAMP(3)
	WHERE next_look_at IS NOT NULL AND payment_id > ${before}`);

/* So many looks at all chains. */
async function look(times = 1) {
	for (let i = 0; i < times; i++) {
		await due();
		await job("chains");
	}
}

/* Does it, with the loop of the demo's worker stopped between two runs. */
async function withoutWorker(body) {
	const [pid] = readFileSync(join(STATE, "pids"), "utf8").split("\n")
		.map((line) => line.split(" ")).find((w) => w[2] === "worker");

	process.kill(Number(pid), "SIGSTOP");
	try {
		await until("the demo's worker has finished", async () =>
			await number(`SELECT COUNT(*) FROM jobs
				WHERE leased_until > UTC_TIMESTAMP(3)`) === 0, 20);
		await body();
	} finally {
		process.kill(Number(pid), "SIGCONT");
	}
}

/* --- what is seen ---------------------------------------------------------- */

async function ask(asset, amount = "", v = people.pop()) {
	const path = await deposit(v, asset, amount);
	const p = await payment(path);

	return Object.assign(p, { buyer: v, path });
}

const send = (p, amount, more = {}) => world("/send", { asset: p.asset,
	address: p.address, amount, ...more }).then((a) => a.txid);

const disturb = (p, what, more = {}) => world("/fault", { do: what,
	network: { LTC: "litecoin", BTC: "bitcoin", USDT_TRC20: "tron" }[p.asset] ||
		"ethereum", ...more });

async function status(p) {
	const a = await p.buyer.send("GET", `${p.path}/status`);

	same(a.status, 200, `${p.path}/status`);
	return JSON.parse(a.text);
}

async function said(p, txid) {
	const s = await status(p);
	const d = s.deposits.find((x) => x.txid === txid);

	must(d, `${txid} is not told of: ${JSON.stringify(s)}`);
	return d;
}

const entries = (p, kind) => number(`SELECT COUNT(*) FROM ledger_entries
	WHERE user_id = ${p.buyer.id} AND kind = '${kind}'`);

/* So many base units, from a decimal text. */
function units(text, decimals) {
	const [whole, part = ""] = text.split(".");

	return BigInt(whole + part.slice(0, decimals).padEnd(decimals, "0"));
}

/* The other way round. */
function coins(n, decimals) {
	const text = `${n}`.padStart(decimals + 1, "0");

	return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

/* What has to arrive, in base units. */
const asked = async (p) => BigInt((await sql(`SELECT coin_amount FROM payments
	WHERE id = ${p.id}`))[0][0]);

/* Cents of so many coins at a rate, rounded down. */
const cents = (amount, asset, rate) => Number(units(amount, DECIMALS[asset]) *
	units(rate, 20) * 100n / 10n ** BigInt(DECIMALS[asset] + 20));

const shown = (c) => `$${Math.floor(c / 100)}.${String(c % 100).padStart(2, "0")}`;

/* The payment's page without JavaScript, and as wide as a telephone. */
async function page(p, ...wanted) {
	const seen = [];

	for (const w of [plain, phone]) {
		await w.context.clearCookies();
		await lend(w.context, p.buyer);
		await w.page.goto(SHOP + p.path);
		seen.push((await w.page.locator("main").innerText())
			.replace(/\s+/g, " "));
	}
	const wide = await overflow(phone.page);

	must(!wide, `too wide: ${wide}`);
	for (const text of seen)
		for (const what of wanted)
			must(text.includes(what), `"${what}" is not in: ${text}`);
}

/* Mines and looks until it is so. */
async function grow(p, what, test) {
	for (let i = 0; i < 12; i++) {
		await look();
		if (await test())
			return;
		await mine(p.asset);
	}
	throw new Error(`not after 12 looks: ${what}: ` +
		JSON.stringify(await status(p)));
}

const credited = (p, wanted) => grow(p, `${wanted} is credited`, async () =>
	await balance(p.buyer) === wanted);

/* Looked at for long, and nothing more happens. */
async function stays(p, wanted) {
	for (let i = 0; i < 4; i++) {
		await mine(p.asset);
		await look();
		same(await balance(p.buyer), wanted, "balance");
	}
}

/* An own deposit of so much, and what it is worth. */
async function worth(p, txid) {
	const { amount, rate } = await said(p, txid);

	return cents(amount, p.asset, rate);
}

async function ownCredited(amount, asset = "LTC") {
	const p = await ask(asset);
	const txid = await send(p, amount);

	await grow(p, "it is credited", async () => await balance(p.buyer) > 0);
	return Object.assign(p, { txid, cents: await balance(p.buyer) });
}

/* --- the good way ---------------------------------------------------------- */

/* Looks again and again while others watch what the page says. */
async function looking(body) {
	let going = true, fault;
	const eyes = (async () => {
		while (going) {
			await look();
			await sleep(50);
		}
	})().catch((e) => { fault = e; });

	try {
		await body();
	} finally {
		going = false;
		await eyes;
	}
	if (fault)
		throw fault;
}

/* Each answer of the status while its coins come. */
async function follow(p) {
	const seen = [];

	await until(`${p.asset} is credited`, async () => {
		const s = await status(p);

		seen.push({ state: s.state, n: s.deposits.length &&
			s.deposits[0].confirmations });
		if (s.deposits.length)
			same(s.deposits[0].needed, DEPTH[p.asset], "needed");
		return s.state === "paid";
	}, 60);
	return seen;
}

function judgeWay(p, seen) {
	const counts = seen.filter((s) => s.state === "seen").map((s) => s.n);
	const before = counts.filter((n) => n < DEPTH[p.asset]);

	must(before.length, `never seen before its depth: ${JSON.stringify(seen)}`);
	same(counts, [...counts].sort((a, b) => a - b), "confirmations");
	same(seen.findIndex((s) => s.state === "paid"), seen.length - 1, "paid at");
}

/* All that was asked for, or what this way sends. */
async function pay(p) {
	if (!OWN.includes(p.asset))
		await world("/pay", { id: p.gateway, ...(p.any && { amount: p.any }) });
	else
		await send(p, p.any || coins(await asked(p), DECIMALS[p.asset]));
}

/* What the gateway says it is worth, or what the chain shows at its rate. */
async function owed(p) {
	if (p.named)
		return Number(units(p.named, 2));
	if (OWN.includes(p.asset)) {
		const [d] = (await status(p)).deposits;

		return cents(d.amount, p.asset, d.rate);
	}
	const [, text] = (await gatewaySays(p)).match(/"fiatAmount":"?([0-9.]+)/);

	return Number(units(text, 2));
}

const WAYS = [["BTC", "", "0.00123"], ["LTC", "", "0.34567891"],
	["SOL", "", "0.5"], ["USDT_TRC20", "12.34"], ["USDT_ERC20", "12.34"],
	["USDC_ERC20", "7.77"]];

async function way([asset, named, any]) {
	const p = Object.assign(await ask(asset, named), { named, any });

	same((await status(p)).state, "open", "at first");
	await pay(p);
	const seen = await follow(p);

	await claim(`${asset}: seen, n of ${DEPTH[asset]}, credited with its rate, right to the cent`,
		async () => {
			const money = await owed(p);

			judgeWay(p, seen);
			must(money > 0, "worth nothing");
			same(await balance(p.buyer), money, "balance");
			same(await entries(p, "deposit"), 1, "entries");
		});
	return p;
}

async function everyCoin() {
	let paid;

	await looking(async () => {
		paid = await Promise.all(WAYS.map(way));
	});
	await claim("the receipt says what came, at which rate, by which transfer: without JavaScript, on a phone",
		async () => {
			for (const p of paid) {
				const s = await status(p);
				const [d] = s.deposits;

				same(d.label, "Credited", "label");
				await page(p, "Receipt", d.txid, "Rate 1 ",
					`Credited ${shown(await balance(p.buyer))}`);
			}
		});
}

async function steps() {
	const p = await ask("LTC");
	let txid;

	await claim("a transfer that waits for its block is seen, told on the page, and not credited",
		async () => {
			await page(p, "Waiting for payment");
			same(await plain.page.textContent("#address"), p.address,
				"the address");
			txid = await send(p, "0.25", { hold: "yes" });
			await look();
			same((await said(p, txid)).confirmations, 0, "confirmations");
			await page(p, "Payment detected",
				"0 of 6 confirmations", "not in a block yet", txid);
			await stays(p, 0);
		});
	await claim("in a block it is n of 6, and credited at 6 of 6", async () => {
		await disturb(p, "release", { txid });
		await mine("LTC", 2);
		await look();
		const n = (await said(p, txid)).confirmations;

		must(n >= 1 && n < 6, `${n} confirmations`);
		await page(p, `${n} of 6`);
		same(await balance(p.buyer), 0, "balance");
		const money = await worth(p, txid);

		await credited(p, money);
		await page(p, "Receipt", `Credited ${shown(money)}`);
		await stays(p, money);
		same(await entries(p, "deposit"), 1, "entries");
	});
}

/* --- reorganisations ------------------------------------------------------- */

async function reorganisations() {
	await claim("a reorganisation drops it before it is credited: nothing is credited, and the buyer is told",
		async () => {
			const p = await ask("LTC");
			const txid = await send(p, "0.3");

			await mine("LTC", 2);
			await look();
			same((await said(p, txid)).state, "seen", "state");
			await disturb(p, "reorg", { n: 5, option: "drop" });
			await look(3);
			same((await said(p, txid)).state, "gone", "state");
			await page(p, "This transaction was cancelled or replaced. Nothing was credited.");
			await stays(p, 0);
			same((await status(p)).state, "open", "the payment");
		});
	await claim("it drops it after it was credited: taken back, once; a notice, an entry, the page says so",
		async () => {
			const p = await ownCredited("0.4");

			await disturb(p, "reorg", { n: 20, option: "drop" });
			await look(2);
			same(await balance(p.buyer), p.cents, "after two looks");
			await look(1);
			same((await said(p, p.txid)).state, "reversed", "state");
			await stays(p, 0);
			same(await entries(p, "reversal"), 1, "entries");
			await page(p, "Payment reversed",
				`${shown(p.cents)} was deducted`);
			await job("outbox");
			await p.buyer.get("/account");
			must(words(p.buyer.page.text).includes("vanished from its"),
				words(p.buyer.page.text));
		});
	await audit();
	await claim("and if a part was spent already, that part is owed and said, and the balance is not below zero",
		async () => {
			const p = await ownCredited("0.5");

			await buy(p.buyer, await stock("10.00", 1));
			await disturb(p, "reorg", { n: 20, option: "drop" });
			await look(4);
			same(await balance(p.buyer), 0, "balance");
			same(await number(`SELECT shortfall FROM deposits
				WHERE payment_id = ${p.id}`), 1000, "owed");
			await page(p, "You had already spent $10.00 of it");
		});
	await audit();
	for (const [asset, amount] of [["LTC", "0.3"], ["USDT_TRC20", "30"]])
		await claim(`${asset}: it moves it to another block and place, before and after it is credited: credited once`,
			async () => {
				const early = await ask(asset);
				const txid = await send(early, amount);

				await mine(asset, 2);
				await look();
				await disturb(early, "reorg", { n: 4, option: "move" });
				await look(1);
				await grow(early, "it is credited", async () =>
					await balance(early.buyer) > 0);
				const money = await worth(early, txid);

				await stays(early, money);
				await disturb(early, "reorg", { n: 100, option: "move" });
				await look(2);
				await stays(early, money);
				same([await entries(early, "deposit"),
					await entries(early, "reversal")], [1, 0],
				"entries");
			});
	await claim("the same hashes gone, the same transfers kept: nothing is noticed", async () => {
		const p = await ownCredited("0.2");

		await disturb(p, "reorg", { n: 12, option: "keep" });
		await stays(p, p.cents);
	});
}

async function replacements() {
	await claim("a transfer that is replaced is gone, and its replacement is credited",
		async () => {
			const p = await ask("LTC");
			const first = await send(p, "0.6", { hold: "yes" });

			await look();
			same((await said(p, first)).state, "seen", "the first");
			const { txid } = await disturb(p, "replacement",
				{ txid: first, option: "less" });

			await look(3);
			same([(await said(p, first)).state,
				(await said(p, txid)).state], ["gone", "seen"], "both");
			await page(p, "This transaction was cancelled or replaced", txid);
			await disturb(p, "release", { txid });
			const money = await worth(p, txid);

			await credited(p, money);
			await stays(p, money);
			must(money < cents("0.31", "LTC", (await said(p, txid)).rate),
				"as much as the first");
		});
	await claim("one that is sent to somebody else instead brings nothing", async () => {
		const p = await ask("LTC");
		const first = await send(p, "0.6", { hold: "yes" });

		await look();
		await disturb(p, "replacement", { txid: first, option: "elsewhere" });
		await look(3);
		same((await said(p, first)).state, "gone", "state");
		await stays(p, 0);
	});
}

async function behind() {
	await claim("a chain that lags shows it later: nothing is lost, nothing doubled", async () => {
		const p = await ask("LTC");

		await disturb(p, "lag");
		const txid = await send(p, "0.35");

		await mine("LTC", 8);
		await look(2);
		same(await balance(p.buyer), 0, "balance");
		await disturb(p, "heal");
		await grow(p, "it is credited", async () => await balance(p.buyer) > 0);
		const money = await worth(p, txid);

		await disturb(p, "lag", { n: 9 });
		await stays(p, money);
		await disturb(p, "heal");
		await stays(p, money);
		same(await entries(p, "reversal"), 0, "taken back");
	});
	await claim("a chain whose tip goes back takes nothing away, and grows on to one credit",
		async () => {
			const p = await ask("LTC");
			const txid = await send(p, "0.35");

			await mine("LTC", 4);
			await look();
			await disturb(p, "tip_back", { n: 3 });
			await look(3);
			same((await said(p, txid)).state, "seen", "state");
			same(await balance(p.buyer), 0, "balance");
			await grow(p, "it is credited", async () =>
				await balance(p.buyer) > 0);
			const money = await worth(p, txid);

			await disturb(p, "tip_back", { n: 15 });
			await look(4);
			await stays(p, money);
			same([await entries(p, "deposit"), await entries(p, "reversal")],
				[1, 0], "entries");
		});
}

/* --- sources that fail ----------------------------------------------------- */

/* As if the rest was over that a failure brings. */
async function rested() {
	const { port } = new URL(SANDBOX);

	await world("/fault", { do: "heal", operation: "esplora" });
	await sql("UPDATE sources SET retry_at = NULL, failures = 0");
	await redis(`DEL ${setting("redis_prefix")}h:localhost:${port}`);
}

async function sources() {
	for (const fault of ["429", "html200", "truncated", "down"])
		await claim(`BTC: the first source fails (${fault}): the second takes over, and it is credited`,
			async () => {
				const p = await ask("BTC");

				try {
					await payQuietly(p);
					await world("/fault", { do: fault, next: 1000000,
						operation: "esplora" });
					same((await callback(p, await gatewaySays(p)))
						.status, 200, "callback");
					p.any = true;
					const money = await owed(p);

					await mine("BTC", 1);
					await look();
					same(await sql(`SELECT DISTINCT source LIKE
						'bitcoin/blockcypher%' FROM deposits
						WHERE payment_id = ${p.id}
						AND is_witness`), [["1"]], "its source");
					same(await number(`SELECT COUNT(*) FROM sources
						WHERE name LIKE 'bitcoin/esplora@localhost%'
						AND fault IS NOT NULL
						AND retry_at > UTC_TIMESTAMP(3)`), 1,
					"the first rests");
					await credited(p, money);
				} finally {
					await rested();
				}
				const before = await balance(p.buyer);

				await stays(p, before);
			});
}

/* Other stories leave payments that nobody has told the shop of yet. */
async function hearOfAll() {
	await sql(`UPDATE payments SET next_poll_at = UTC_TIMESTAMP(3)
		WHERE next_poll_at IS NOT NULL`);
	await worker("poll");
}

/* --- amounts --------------------------------------------------------------- */

async function amounts() {
	await claim("own: less than was asked for, the rest, and more on top: each is credited, to the cent",
		async () => {
			const p = await ask("LTC", "30.00");
			const coin = await asked(p);
			const first = await send(p, coins(coin / 3n, 8));

			await grow(p, "the part is credited", async () =>
				await balance(p.buyer) > 0);
			const part = await worth(p, first);

			same(await balance(p.buyer), part, "the part");
			must(part < 1001, `${part} for a third`);
			const second = await send(p, coins(coin * 2n, 8));

			await look();
			const more = await worth(p, second);

			await credited(p, part + more);
			must(more > 5998 && more < 6003, `${more} for twice as much`);
			await page(p, "Another payment to this address",
				`Total credited ${shown(part + more)}`);
			await stays(p, part + more);
		});
	await claim("own: a late transfer is credited at the rate of its moment, and called late",
		async () => {
			const p = await ask("LTC");

			await sql(`UPDATE payments SET created_at = created_at -
				INTERVAL 2 HOUR, expires_at = UTC_TIMESTAMP(3) -
				INTERVAL 1 SECOND WHERE id = ${p.id}`);
			await job("expire");
			same((await status(p)).state, "expired", "state");
			await page(p, "Payment expired");
			const txid = await send(p, "0.3");

			await mine("LTC", 1);
			await look();
			same((await status(p)).state, "seen", "state");
			await credited(p, await worth(p, txid));
			await page(p, "It came after the request expired");
		});
	await claim("own: what is worth less than a cent is told of and brings nothing",
		async () => {
			const p = await ask("LTC");
			const txid = await send(p, "0.00000546");

			await stays(p, 0);
			same((await said(p, txid)).label, "Below minimum", "label");
		});
	await claim("own: two outputs of one transaction are two deposits, each credited once",
		async () => {
			const p = await ask("LTC");
			const { txid } = await world("/send", { asset: "LTC", outputs:
				`${p.address}=0.1 ${p.address}=0.1` });

			await grow(p, "both are credited", async () =>
				await entries(p, "deposit") === 2);
			same(await balance(p.buyer), 2 * await worth(p, txid), "balance");
			await stays(p, await balance(p.buyer));
		});
}

/* --- a gateway against the chain ------------------------------------------- */

/* Three hours pass.  What was said and when is written once, so the trigger
 * that sees to it stands aside for a moment. */
async function late(p) {
	const [[, , guard]] = await sql("SHOW CREATE TRIGGER payments_once");

	await sql("DROP TRIGGER payments_once");
	await sql(`UPDATE payments SET said_at = said_at - INTERVAL 3 HOUR
		WHERE id = ${p.id}`);
	await sql(`DELIMITER //\n${guard}//`);
}

async function lies() {
	await claim("the gateway says twice what the chain shows: a person looks, and nothing is credited",
		async () => {
			const p = await ask("BTC");

			await payQuietly(p);
			await sql(`UPDATE cointill_sandbox.payments SET
				asked = asked * 2, received = received * 2,
				fiat_minor = fiat_minor * 2 WHERE id = ${p.gateway}`);
			same((await callback(p, await gatewaySays(p))).status, 200,
				"callback");
			await until("the gateway was asked", async () =>
				(await payment(p.path)).state === "CONFIRMING");
			await grow(p, "it is held", async () =>
				(await payment(p.path)).state === "REVIEW");
			await stays(p, 0);
			await page(p, "BTC under review",
				"The amount received differs from the one reported");
		});
	await claim("it says paid, and the chain shows nothing: nothing is credited, and in the end a person looks",
		async () => {
			const p = await ask("USDC_ERC20", "15.00");

			await payQuietly(p);
			await mine("USDC_ERC20", 2);
			await disturb(p, "reorg", { n: 12, option: "drop" });
			same((await callback(p, await gatewaySays(p))).status, 200,
				"callback");
			await stays(p, 0);
			await page(p, "waiting for the Ethereum network to show it");
			await late(p);
			await look();
			same((await payment(p.path)).state, "REVIEW", "state");
			same(await balance(p.buyer), 0, "balance");
		});
	await claim("it says paid, and the transfer vanishes before its depth: nothing is credited",
		async () => {
			const p = await ask("USDC_ERC20", "15.00");

			await payQuietly(p);
			same((await callback(p, await gatewaySays(p))).status, 200,
				"callback");
			await mine("USDC_ERC20", 1);
			await look();
			must((await status(p)).deposits.length, "it was not seen");
			await disturb(p, "reorg", { n: 20, option: "drop" });
			await look(3);
			same((await status(p)).deposits[0].state, "gone", "state");
			await stays(p, 0);
		});
}

/* --- a worker that dies ---------------------------------------------------- */

/* One that is killed after so long; whether it was still at work. */
function killed(ms) {
	return new Promise((done) => {
		const p = spawn(join(PROGRAMS, "cointill-worker"), ["--config", CONF,
			"chains"], { stdio: "ignore" });
		const timer = setTimeout(() => p.kill("SIGKILL"), ms);

		p.on("close", (code, signal) => {
			clearTimeout(timer);
			done(signal === "SIGKILL");
		});
	});
}

/* As if a minute had gone by. */
const leaseOver = () => sql(`UPDATE jobs SET leased_until = NULL
	WHERE name LIKE 'chains:%'`);

async function dyingWorker() {
	const kinds = ["LTC", "USDT_TRC20", "USDC_ERC20"];
	const list = await parallel(Array.from({ length: 24 }), 4, (x, i) =>
		ask(kinds[i % 3], kinds[i % 3] === "USDC_ERC20" ? "9.00" : ""));
	let kills = 0, ends = 0;

	await claim("the worker is killed again and again while 24 deposits confirm: none is lost, none doubled",
		async () => {
			for (const p of list)
				await (OWN.includes(p.asset) ? send(p, "0.7")
					: world("/pay", { id: p.gateway }));
			await until("the gateway has said it", async () =>
				await number(`SELECT COUNT(*) FROM payments WHERE id IN
					(${list.map((p) => p.id)}) AND asset = 'USDC_ERC20'
					AND state = 'CONFIRMING'`) === 8);
			const done = () => number(`SELECT COUNT(*) FROM ledger_entries
				WHERE kind = 'deposit' AND user_id IN
				(${list.map((p) => p.buyer.id)})`);

			const from = Date.now();

			await look();
			const whole = Date.now() - from;

			for (let i = 0; i < 200 && await done() < 24; i++) {
				await due();
				await leaseOver();
				/* Longer and longer, so that it gets somewhere. */
				if (await killed(5 + Math.random() * whole *
					Math.min(i / 20, 1.5)))
					kills++;
				else
					ends++;
			}
			await leaseOver();
			await look(2);
			must(kills >= 20, `only ${kills} were killed, ${ends} ended`);
			for (const p of list) {
				same(await entries(p, "deposit"), 1, `entries of ${p.asset}`);
				const money = p.asset === "USDC_ERC20" ? 900
					: cents("0.7", p.asset,
						(await status(p)).deposits[0].rate);

				same(await balance(p.buyer), money, p.asset);
			}
		});
}

await story(async () => {
	people = await crowd(70);
	before = await number("SELECT COALESCE(MAX(id), 0) FROM payments");
	plain = await openWindow({ javaScriptEnabled: false });
	phone = await openWindow({ viewport: { width: 360, height: 740 },
		isMobile: true, hasTouch: true });
	writeConfig();
	await withoutWorker(async () => {
		await job("prices");
		await everyCoin();
		await steps();
		await reorganisations();
		await replacements();
		await behind();
		await sources();
		await amounts();
		await lies();
		await dyingWorker();
	});
	await hearOfAll();
	await audit({ truth: true });
	await claim("no error and no warning in the windows", () =>
		same([...plain.wrong, ...phone.wrong], []));
});
