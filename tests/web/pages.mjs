#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * pages: every page of the shop, in every state it can be in: judged by axe,
 * light and dark, wide and narrow; by tidy; and by the headers it comes with.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PASSWORD, SHOP, TOP, Visitor, ask, balance, browser, buy, claim, deposit,
	lend, must, number, openWindow, overflow, payment, put, redis, register, same,
	sql, stock, story, topUp, until, untilMined, worker, world } from "./lib.mjs";

const HEADERS = {
	"content-security-policy": "default-src 'none'; script-src 'self'; " +
		"style-src 'self'; img-src 'self'; font-src 'self'; connect-src " +
		"'self'; form-action 'self'; base-uri 'none'; frame-ancestors " +
		"'none'; require-trusted-types-for 'script'; trusted-types 'none'",
	"x-content-type-options": "nosniff",
	"referrer-policy": "same-origin",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
	"permissions-policy": "geolocation=(), camera=(), microphone=(), payment=()",
};

/* Width, colours, and whether all rules are tried or only those of looks. */
const LOOKS = [[1280, "light", true], [360, "light", false],
	[360, "dark", true], [1280, "dark", false]];
const TIDY_KNOWS_LESS = /proprietary attribute|trimming empty|<svg> unexpected/;

let axe;
const seen = new Set();
const bad = { axe: [], wide: [], tidy: [], headers: [], store: [], status: [] };

function judgeHtml(name, html) {
	const ran = spawnSync("tidy", ["-e", "-q", "-utf8", "--drop-empty-elements",
		"no", "--show-info", "no"], { input: html });

	if (ran.error)
		throw ran.error;
	for (const line of `${ran.stderr}`.split("\n"))
		if (line && !TIDY_KNOWS_LESS.test(line))
			bad.tidy.push(`${name}: ${line}`);
}

function judgeHeaders(name, headers, isPrivate) {
	for (const [field, wanted] of Object.entries(HEADERS))
		if (headers[field] !== wanted)
			bad.headers.push(`${name}: ${field}: ${headers[field]}`);
	if (isPrivate && !/no-store/.test(headers["cache-control"] || ""))
		bad.store.push(`${name}: ${headers["cache-control"]}`);
	for (const field of ["server", "x-powered-by"])
		if (/\d/.test(headers[field] || ""))
			bad.headers.push(`${name}: ${field}: ${headers[field]}`);
}

async function judgeLooks(name, page) {
	await page.evaluate(axe);
	for (const [width, colorScheme, all] of LOOKS) {
		await page.setViewportSize({ width, height: 800 });
		await page.emulateMedia({ colorScheme });
		const result = await page.evaluate((every) => window.axe.run(every ? {}
			: { runOnly: ["color-contrast", "target-size",
				"scrollable-region-focusable"] }), all);

		for (const v of result.violations)
			if (["serious", "critical"].includes(v.impact))
				bad.axe.push(`${name}, ${width} ${colorScheme}: ${v.id} ` +
					`${v.nodes[0].html.slice(0, 120)}`);
	}
	await page.setViewportSize({ width: 320, height: 640 });
	const wide = await overflow(page);

	if (wide)
		bad.wide.push(`${name}: ${wide}`);
}

/* Judges what the window shows now. */
async function judge(name, page, answer, status, isPrivate) {
	const path = new URL(page.url()).pathname;

	seen.add(path);
	if (answer.status() !== status)
		bad.status.push(`${name}: ${answer.status()} at ${path}`);
	judgeHtml(name, await answer.text());
	judgeHeaders(name, answer.headers(), isPrivate);
	await judgeLooks(name, page);
}

class Reader {
	constructor(page, isPrivate) {
		this.page = page;
		this.isPrivate = isPrivate;
	}

	async look(path, status = 200, name = path) {
		await this.page.setViewportSize({ width: 1280, height: 800 });
		const answer = await this.page.goto(SHOP + path);

		await judge(name, this.page, answer, status, this.isPrivate);
	}

	/* Sends the form of the page, changed by a script of ours. */
	async send(path, action, change, status, name) {
		await this.page.setViewportSize({ width: 1280, height: 800 });
		await this.page.goto(SHOP + path);
		const [answer] = await Promise.all([
			this.page.waitForNavigation(),
			this.page.evaluate(([where, how]) => {
				const form = document.querySelector(
					`main form[action="${where}"]`) ||
					document.querySelector(`form[action="${where}"]`);

				for (const [field, value] of Object.entries(how)) {
					let input = form.elements[field];

					if (!input) {
						input = document.createElement("textarea");
						input.name = field;
						form.append(input);
					}
					input.value = value;
				}
				form.noValidate = true;
				HTMLFormElement.prototype.submit.call(form);
			}, [action, change])]);

		await judge(name, this.page, answer, status, this.isPrivate);
	}
}

async function reader(visitor) {
	const { page, context } = await openWindow({ bypassCSP: true });

	if (visitor)
		await lend(context, visitor);
	return new Reader(page, !!visitor);
}

async function signedOut(things) {
	const r = await reader();

	await r.look("/");
	await r.look("/?q=key&sort=price");
	await r.look("/?q=zzzzzz", 200, "a search without result");
	const [[category], [sub]] = await sql(`(SELECT slug FROM categories LIMIT 1)
		UNION ALL (SELECT slug FROM subcategories LIMIT 1)`);

	await r.look(`/category/${category}`);
	await r.look(`/category/${sub}`);
	await r.look(`/product/${things.plain}`);
	await r.look(`/product/${things.gone}`, 200, "a product sold out");
	await r.look("/cart", 200, "an empty cart");
	await r.look("/login");
	await r.look("/register");
	await r.look("/recover");
	await r.send("/login", "/login", { user: "nobody", password: "x" }, 422,
		"a sign-in refused");
	await r.send("/register", "/register", { user: "!", password: "short",
		again: "other" }, 422, "a registration refused");
	await r.send("/recover", "/recover", { user: "", code: "" }, 422,
		"a recovery refused");
	await r.send(`/product/${things.plain}`, "/cart", { quantity: "0" }, 422,
		"a quantity refused");
	await r.look("/there/is/no/such/page", 404);
	await r.look("/product/no-such-product", 404);
	await r.send("/login", "/login", { csrf: "wrong" }, 403, "a form refused");
	await r.send("/login", "/login", { role: "admin", user: "u", password: "x" },
		400, "a form that made no sense");
	await r.send("/login", "/login", { user: "x".repeat(70000) }, 413,
		"a form too long");
	for (const code of [403, 404, 413, 429, 502, 503])
		await r.look(`/static/error/${code}.html`);
	await r.page.context().close();
}

/* Each payment page there is. */
async function payments(v) {
	const open = await deposit(v, "LTC");
	const exact = await deposit(v, "USDC_ERC20", "30.00");
	const paid = await topUp(v, "25.00");
	const expired = await deposit(v, "BTC");
	const held = await deposit(v, "USDC_ERC20", "11.00");
	const states = async (path) => (await payment(path)).state;

	await sql(`UPDATE payments SET next_poll_at = UTC_TIMESTAMP(3),
		expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE
		WHERE id = ${(await payment(expired)).id}`);
	await worker("poll");
	await world("/fault", { id: (await payment(held)).gateway,
		do: "wrong_amount_agreed" });
	await until("they are so", async () =>
		await states(expired) === "EXPIRED" && await states(held) === "REVIEW");
	return { open, exact, paid, expired, held };
}

/* What a payment's page says while its transfer comes, and vanishes. */
async function transfers() {
	const v = await register();
	const r = await reader(v);
	const path = await deposit(v, "LTC");
	const { id, address } = await payment(path);
	const { txid } = await world("/send", { asset: "LTC", address,
		amount: "0.5", hold: "yes" });
	const is = (state) => until(`it is ${state}`, async () => {
		await worker("chains");
		return await number(`SELECT COUNT(*) FROM deposits
			WHERE payment_id = ${id} AND state = '${state}'`) > 0;
	});
	const missed = () => sql(`UPDATE deposits SET missed = 3
		WHERE payment_id = ${id} AND state IN ('SEEN', 'CREDITED')`);

	await is("SEEN");
	await r.look(path, 200, "a payment, seen");
	await world("/fault", { do: "replacement", network: "litecoin", txid,
		option: "elsewhere" });
	await missed();
	await is("GONE");
	await r.look(path, 200, "a payment, its transfer gone");
	await world("/send", { asset: "LTC", address, amount: "0.5" });
	await untilMined("it is credited", "LTC", async () => await balance(v) > 0);
	await r.look(path, 200, "a payment, credited");
	await world("/fault", { do: "reorg", network: "litecoin", n: 20,
		option: "drop" });
	await missed();
	await is("REVERSED");
	await r.look(path, 200, "a payment, taken back");
	await r.look("/account", 200, "an account with such news");
	await r.page.context().close();
}

async function signedIn(things) {
	const v = await register();
	const r = await reader(v);

	await r.look("/orders", 200, "no orders yet");
	await r.look("/account", 200, "a new account");
	await r.look("/deposit");
	for (const [state, path] of Object.entries(await payments(v)))
		await r.look(path, 200, `a payment, ${state}`);
	await r.send("/deposit", "/deposit", { amount: "0.001" }, 422,
		"a top-up refused");
	for (let i = 0; i < 3; i++)
		await deposit(v, "LTC");
	await r.look("/deposit", 200, "five open payments");
	const order = await buy(v, things.plain, 2);

	await r.look("/orders");
	await r.look(order);
	await r.send(order, `${order}/reveal`, {}, 200, "the goods");
	await r.look("/account");
	await r.look("/account/statement");
	await put(v, things.plain, 3);
	await r.look("/cart", 200, "a cart that can be bought");
	await put(v, things.few, 2);
	await sql(`UPDATE products SET price = price + 100
		WHERE slug = '${things.few}'`);
	await r.look("/cart", 200, "a cart with a changed price");
	await put(v, things.dear, 1);
	await r.look("/cart", 200, "a cart without enough credit");
	await r.send("/cart", "/cart/update", { quantity: "9999" }, 422,
		"a changed number refused");
	await r.look("/account/security");
	await r.send("/account/security", "/account/security", { password: "x" }, 422,
		"a new password refused");
	await v.post("/account/security", { csrf: v.csrf, do: "totp_start",
		totp_proof: PASSWORD });
	await r.look("/account/security", 200, "setting up a code from the phone");
	await v.post("/account/security", { csrf: v.csrf, do: "codes",
		proof: PASSWORD });
	await r.look("/account/security", 200, "the recovery codes");
	await r.look("/order/AAAAAAAAAAAAAAAAAAAAAA", 404, "another's order");
	await lost(r);
	await r.page.context().close();
}

/* The page that asks neither MariaDB nor Redis. */
async function lost(r) {
	const socket = process.env.COINTILL_REDIS_SOCKET;

	await redis(["CLIENT KILL TYPE normal SKIPME yes"]);
	renameSync(socket, `${socket}.away`);
	try {
		await r.look("/cart", 503, "without Redis");
	} finally {
		renameSync(`${socket}.away`, socket);
	}
	await until("Redis is found again", async () =>
		(await ask(`${SHOP}/readyz`)).status === 200);
}

async function everywhere() {
	const pages = [...readFileSync(join(TOP, "src/routes.c"), "utf8")
		.matchAll(/\{GET,\s*"([^"]+)",\s*\w+,\s*(ANYONE|BUYER)/g)]
		.map(([, path]) => path)
		.filter((p) => !/status$|csv$|^\/admin/.test(p));
	const missed = pages.filter((p) => ![...seen].some((s) => new RegExp(
		`^${p.replace(/\{\w+\}/g, "[^/]+")}$`).test(s)));

	await claim(`every page of the table of routes was looked at, ${pages.length} in all`,
		() => {
			must(pages.length >= 14, "the routes were not found");
			same(missed, []);
		});
}

async function aside(things) {
	await claim("what is no page has the same headers: files, pictures, machines' answers",
		async () => {
			bad.headers = [];
			for (const path of ["/static/css/cointill.css",
				"/static/js/cointill.js", "/static/favicon.svg",
				"/robots.txt", "/healthz", "/readyz", "/nothing.php"])
				judgeHeaders(path, (await ask(SHOP + path)).headers, false);
			same(bad.headers, []);
		});
	await claim("a shared page carries nothing personal and sets no cookie", async () => {
		for (const path of ["/", "/?q=key"]) {
			const a = await ask(SHOP + path);

			must(!a.headers["set-cookie"], path);
			must(!a.text.includes("name=\"csrf\""), `a token on ${path}`);
		}
	});
	await claim("nor is what a buyer saves and polls, nor a guest's cart and forms", async () => {
		const v = await register(), guest = new Visitor();
		const pay = await deposit(v);
		const { few } = things;

		await put(guest, few);
		for (const [who, path] of [[guest, "/cart"], [guest, "/login"],
			[new Visitor(), "/register"]])
			must(/no-store/.test((await who.send("GET", path))
				.headers["cache-control"]), `a guest's ${path}`);

		for (const path of ["/account/statement.csv", `${pay}/status`, "/"]) {
			const a = await v.send("GET", path);

			same(a.status, 200, path);
			must(/no-store/.test(a.headers["cache-control"]),
				`${path}: ${a.headers["cache-control"]}`);
		}
	});
}

await story(async () => {
	await browser();
	axe = readFileSync(createRequire(import.meta.url)
		.resolve("axe-core/axe.min.js"), "utf8");
	const things = { plain: await stock("1.50", 30, "A Key for the Page Test"),
		gone: await stock("2.00", 1), few: await stock("2.00", 4),
		dear: await stock("900.00", 2) };
	const first = await register();

	await topUp(first, "5.00");
	await buy(first, things.gone);
	await Promise.all([signedOut(things), signedIn(things), transfers()]);
	await claim(`axe finds nothing serious or critical on ${seen.size} addresses, light and dark, 360 and 1280 px`,
		() => same(bad.axe, []));
	await claim("nothing sticks out at 320 px", () => same(bad.wide, []));
	await claim("tidy finds no fault in the HTML", () => same(bad.tidy, []));
	await claim("every page comes with the headers that keep it safe",
		() => same(bad.headers, []));
	await claim("every page with a session is not stored", () => same(bad.store, []));
	await claim("every page answers with the status it should",
		() => same(bad.status, []));
	await everywhere();
	await aside(things);
});
