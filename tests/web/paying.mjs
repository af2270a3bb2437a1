#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * paying: the page of one payment as who pays it sees it: what stands in the
 * first screen, what can be copied, that it never moves by itself, and what it
 * says of a part, of too much and of what is held.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { SHOP, ask, audit, balance, browser, claim, deposit, lend, mine, must,
	number, openWindow, overflow, payment, register, same, sql, story,
	until, words, worker, world } from "./lib.mjs";

const SCREENS = [[390, 800], [1280, 800], [1366, 768]];

/* What paying takes; the buttons that copy need script. */
const PARTS = { amount: ".due h1", code: ".scan svg >> visible=true",
	address: "#address", time: "[data-until]", warning: ".only" };
const BUTTONS = { "copy the address": "[data-copy=address]" };

/* With an amount of its own, and where one is named. */
const ASKED = [["LTC", ""], ["LTC", "25.00"], ["BTC", "9876.54"],
	["SOL", "25.00"], ["USDC_ERC20", "30.00"], ["USDT_TRC20", "30.00"],
	["LTC", "9999.99"], ["USDT_BEP20", "30.00"], ["ETH", "25.00"]];

/* Why it is not wholly in the first screen, or "". */
async function outside(page, name, where, [width, height]) {
	const box = await page.locator(where).first().boundingBox();

	if (!box || box.width < 8 || box.height < 8)
		return `${name}: not there`;
	return box.y >= 0 && box.y + box.height <= height && box.x >= 0 &&
		box.x + box.width <= width ? ""
		: `${name}: ${Math.round(box.y)} to ${Math.round(box.y + box.height)}`;
}

async function measure(page, screen, wanted) {
	const found = [];

	for (const [name, where] of Object.entries(wanted)) {
		const why = await outside(page, name, where, screen);

		if (why)
			found.push(`${screen.join(" x ")}: ${why}`);
	}
	return found;
}

/* The same on every screen; look: options of the window. */
async function firstScreen(v, path, wanted, look = {}, change = () => {}) {
	const { context, page } = await openWindow(look);
	const found = [];

	await lend(context, v);
	await page.goto(SHOP + path);
	await change(page);
	for (const screen of SCREENS) {
		const [width, height] = screen;

		await page.setViewportSize({ width, height });
		found.push(...await measure(page, screen, wanted));
	}
	await context.close();
	return found;
}

function partsOf(asset, amount) {
	const wanted = { ...PARTS };

	if (amount)
		wanted.coins = "#must";
	if (["LTC", "BTC", "SOL", "ETH"].includes(asset))
		wanted.wallet = "text=Open in wallet >> visible=true";
	return wanted;
}

async function order() {
	const v = await register(), other = await register();
	const paths = [];

	for (const [i, [asset, amount]] of ASKED.entries())
		paths.push([asset, amount, i < 4 ? v : other,
			await deposit(i < 4 ? v : other, asset, amount)]);
	for (const [asset, amount, who, path] of paths)
		await claim(`${asset} ${amount || "any amount"}: all that paying takes is in the first screen of a phone and of two laptops`,
			async () => {
				const wanted = partsOf(asset, amount);
				const buttons = { ...wanted, ...BUTTONS, ...(amount &&
					{ "copy the amount": "[data-copy=must]" }) };

				same(await firstScreen(who, path, buttons), []);
				same(await firstScreen(who, path, wanted,
					{ javaScriptEnabled: false, colorScheme: "dark" }), [],
				"without script, dark");
				same(await firstScreen(who, path, buttons, {}, (page) =>
					page.evaluate(() => {
						document.documentElement.dir = "rtl";
					})), [], "right to left");
			});
	return [v, paths];
}

/* --- copying --------------------------------------------------------------- */

async function copies(v, path) {
	const { address } = await payment(path);
	const { context, page, wrong } = await openWindow();

	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	await lend(context, v);
	await page.goto(SHOP + path);
	const pasted = () => page.evaluate(() => navigator.clipboard.readText());

	await claim("a button copies the address in one piece, another the amount", async () => {
		const amount = await page.textContent("#must");

		await page.locator("[data-copy=address]").click();
		await page.getByText("Copied").waitFor();
		same(await pasted(), address, "the address");
		await page.locator("[data-copy=must]").click();
		await until("the amount is copied", async () =>
			await pasted() === amount);
	});
	await claim("where there is no clipboard for scripts, it is copied all the same", async () => {
		await context.addInitScript(() => Object.defineProperty(
			Navigator.prototype, "clipboard", { value: undefined }));
		const old = await context.newPage();

		await old.goto(SHOP + path);
		await old.locator("[data-copy=address]").click();
		await old.getByText("Copied").waitFor();
		await page.bringToFront();
		same(await pasted(), address, "the address");
		await old.close();
	});
	await claim("one click selects the whole address, without its gaps", async () => {
		await page.bringToFront();
		await page.locator("#address").click();
		same(await page.evaluate(() => getSelection().toString()), address,
			"what is selected");
	});
	same(wrong, [], "what went wrong");
	await context.close();
}

/* --- at rest --------------------------------------------------------------- */

async function rests(v, path) {
	const axe = readFileSync(createRequire(import.meta.url)
		.resolve("axe-core/axe.min.js"), "utf8");

	await claim("nothing refreshes by itself, and axe finds nothing at all", async () => {
		const answer = await v.send("GET", path);

		must(!/http-equiv/i.test(answer.text), "a meta that refreshes");
		must(!answer.headers.refresh, "a header that refreshes");
		const { context, page } = await openWindow({ bypassCSP: true });

		await lend(context, v);
		await page.goto(SHOP + path);
		await page.evaluate(axe);
		for (const width of [390, 1280]) {
			await page.setViewportSize({ width, height: 800 });
			const { violations } = await page.evaluate(() => window.axe.run());

			same(violations.map((x) => `${x.id}: ${x.nodes[0].html}`), []);
		}
		await context.close();
	});
	await claim("without script there is a link to look again; with it there is none", async () => {
		for (const javaScriptEnabled of [true, false]) {
			const { context, page } = await openWindow({ javaScriptEnabled });

			await lend(context, v);
			await page.goto(SHOP + path);
			same(await page.getByRole("link", { name: "Refresh" }).isVisible(),
				!javaScriptEnabled, "the link");
			await context.close();
		}
	});
}

/* --- tokens ---------------------------------------------------------------- */

async function tokens(v, path) {
	await claim("a token: the second tab alone leads to its contract, with or without script",
		async () => {
			for (const javaScriptEnabled of [true, false]) {
				const { context, page } = await openWindow({
					javaScriptEnabled });

				await lend(context, v);
				await page.goto(SHOP + path);
				const link = page.getByRole("link",
					{ name: "Open in wallet" });
				const code = () => page.locator(".scan svg >> visible=true")
					.getAttribute("aria-label");

				same(await code(), "QR code of the USDC address");
				same(await link.isVisible(), false, "the wallet's link");
				await page.getByText("With amount").click();
				same(await code(), "QR code of the USDC payment link");
				same(await link.isVisible(), true, "the wallet's link");
				must(/^ethereum:0x[0-9a-f]{40}@1\/transfer\?/i.test(
					await link.getAttribute("href")));
				await context.close();
			}
		});
}

/* --- parts, and what is held ----------------------------------------------- */

async function grows(what, asset, test) {
	for (let i = 0; i < 12; i++) {
		await sql(`UPDATE watches SET next_look_at = UTC_TIMESTAMP(3)
			WHERE next_look_at IS NOT NULL`);
		await worker("chains");
		if (await test())
			return;
		await mine(asset, 3);
	}
	throw new Error(`not after 12 looks: ${what}`);
}

const stateOf = async (path) => (await payment(path)).state;
const comes = (path) => payment(path).then(({ id }) => number(
	`SELECT COUNT(*) FROM deposits WHERE payment_id = ${id}`));

async function parts() {
	const v = await register();
	const path = await deposit(v, "LTC", "25.00");
	const { address } = await payment(path);
	const { context, page, wrong } = await openWindow({
		viewport: { width: 390, height: 800 } });
	const says = (text) => page.getByText(text).first()
		.waitFor({ timeout: 40000 });

	await lend(context, v);
	await page.goto(SHOP + path);
	await claim("a part comes: the open page says so by itself, and asks for the rest in its first screen",
		async () => {
			await world("/send", { asset: "LTC", address, amount: "0.1" });
			await grows("it is seen", "LTC", async () =>
				await comes(path) > 0);
			await says("Pay the remaining");
			const rest = await page.textContent("#must");
			const link = await page.getByRole("link",
				{ name: "Open in wallet" }).getAttribute("href");

			same(link, `litecoin:${address}?amount=${rest}`);
			same(await measure(page, [390, 800], partsOf("LTC", "25.00")), []);
		});
	await claim("it is credited, and the rest is asked for still; the rest comes, and nothing is missing",
		async () => {
			await grows("the part is credited", "LTC", async () =>
				await balance(v) > 0);
			await says(/^\$\d+\.\d\d credited$/);
			const rest = await page.textContent("#must");

			same(await page.textContent("#address"), address, "the address");
			await world("/send", { asset: "LTC", address, amount: rest });
			await grows("the rest is credited", "LTC", async () =>
				await balance(v) >= 2499);
			await says("Total credited");
			same(await page.locator("#address").count(), 0, "addresses");
		});
	same(wrong, [], "what went wrong");
	await context.close();
}

async function gatewayParts() {
	await claim("29 of 30 USDC at the gateway's address: 1 is asked for, and nothing is said to be lost",
		async () => {
			const v = await register();
			const path = await deposit(v, "USDC_ERC20", "30.00");

			await world("/send", { asset: "USDC_ERC20", amount: "29",
				address: (await payment(path)).address });
			await grows("it is seen", "USDC_ERC20", async () =>
				await comes(path) > 0);
			const now = JSON.parse((await v.send("GET", `${path}/status`)).text);
			const page = words((await v.get(path)).text);

			same(now.headline, "Partial payment received", "headline");
			same(now.missing, "1 USDC", "missing");
			must(page.includes("Pay the remaining 1 USDC"), page);
			must(!/not send|lost; |never mined/.test(page), page);
		});
}

async function held() {
	await claim("what is held for its size alone was announced, and is called that", async () => {
		const v = await register();
		const form = words((await v.get("/deposit")).text);
		const limit = "Top-ups over $1,000.00 are reviewed by hand.";

		must(form.includes(limit), form);
		const path = await deposit(v, "LTC", "2000.00");

		must(words((await v.get(path)).text).includes(limit), "on the page");
		const amount = v.page.text.match(/id="must">([\d.]+)</)[1];

		await world("/send", { asset: "LTC", amount,
			address: (await payment(path)).address });
		await grows("it is held", "LTC", async () =>
			await stateOf(path) === "REVIEW");
		const now = JSON.parse((await v.send("GET", `${path}/status`)).text);

		same(now.headline, `${amount} LTC under review`, "headline");
		must(now.detail.startsWith(limit), now.detail);
		must(now.detail.includes("Your funds are safe."), now.detail);
		same(await balance(v), 0, "balance");
	});
}

async function narrow(v, paths) {
	await claim("nothing sticks out at 320 px, and the rules are in a fold", async () => {
		const { context, page } = await openWindow({
			viewport: { width: 320, height: 640 } });

		await lend(context, v);
		for (const [,, who, path] of paths.filter(([,, w]) => w === v)) {
			must(who === v);
			await page.goto(SHOP + path);
			same(await overflow(page), "", path);
			same(await page.getByText("Paying twice").isVisible(), false);
			await page.locator(".rules summary").click();
			same(await page.getByText("Paying twice").isVisible(), true);
			same(await page.locator(".rules dt").count(), 6, "rules");
			same(await overflow(page), "", path);
		}
		await context.close();
	});
}

await story(async () => {
	await browser();
	must((await ask(`${SHOP}/readyz`)).status === 200, "not ready");
	const [v, paths] = await order();
	const pathOf = (asset) => paths.find((x) => x[0] === asset && x[1]);

	await narrow(v, paths);
	await copies(v, pathOf("LTC")[3]);
	await rests(v, pathOf("LTC")[3]);
	await rests(pathOf("USDC_ERC20")[2], pathOf("USDC_ERC20")[3]);
	await tokens(pathOf("USDC_ERC20")[2], pathOf("USDC_ERC20")[3]);
	await parts();
	await gatewayParts();
	await held();
	await audit();
});
