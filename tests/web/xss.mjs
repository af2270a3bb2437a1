#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * xss: hostile words in every field that is stored or shown again, on every
 * page that shows it, in Chromium: no dialog, nothing the policy had to stop,
 * and every word as it was typed.
 */
import { PASSWORD, SHOP, Visitor, claim, freshName, importStock, lend, must, openWindow,
	put, register, same, sql, story, topUp, unescape } from "./lib.mjs";

/* Each tries another way out of its place; alert(n) would show. */
const PAYLOADS = [
	"<script>alert(1)</script>",
	"\"><script>alert(2)</script>",
	"'><img src=x onerror=alert(3)>",
	"<svg/onload=alert(4)>",
	"\" autofocus onfocus=alert(5) x=\"",
	"' onmouseover='alert(6)",
	"javascript:alert(7)",
	"</title><script>alert(8)</script>",
	"</textarea><script>alert(9)</script>",
	"--><script>alert(10)</script><!--",
	"]]><script>alert(11)</script>",
	"&lt;script&gt;alert(12)&lt;/script&gt;",
	"&#60;script&#62;alert(13)",
	"<iframe srcdoc=\"<script>parent.alert(14)</script>\">",
	"<a href=javascript:alert(15)>x</a>",
	"<style>*{background:url(//evil.example)}</style>",
	"<base href=//evil.example>",
	"<meta http-equiv=refresh content=0;//evil.example>",
	"<form action=//evil.example><button>x",
	"\u2028alert(16)\u2029",
	"<ſcript>alert(17)</ſcript>",
	"%3Cscript%3Ealert(18)%3C/script%3E",
	"\\u003cscript\\u003ealert(19)",
	"{{7*7}}",
	"{{{body}}}",
	"{{>part/head}}",
	"{{#csrf}}x{{/csrf}}",
	"{{=<% %>=}}<%csrf%>",
	"${7*7} #{7*7} <%= 7*7 %>",
];

/* The same, several at a time, for places that are many. */
const HANDFULS = PAYLOADS.reduce((all, p) => {
	const last = all[all.length - 1];

	if (last && last.length + p.length < 180)
		all[all.length - 1] = `${last} ${p}`;
	else
		all.push(p);
	return all;
}, []);

/* Names of products are at most 120 bytes and unique. */
const TAG = freshName("t").slice(2, 6);
const nameOf = (i) => `${TAG} ${i} ${PAYLOADS[i]}`;
const goods = (i) => `unit ${TAG} ${PAYLOADS[i]}`;

let window_, visits = 0;

async function visit(path) {
	visits++;
	const answer = await window_.page.goto(SHOP + path);

	await window_.page.waitForLoadState("load");
	same(new URL(window_.page.url()).origin, SHOP, "led away to");
	return answer;
}

const shown = () => window_.page.evaluate(() => document.documentElement.innerText +
	[...document.querySelectorAll("input, option")].map((e) => e.value).join("\n") +
	document.title);

/* What a browser shows of it: runs of white space are one space. */
const flat = (s) => s.replace(/\s+/g, " ");

async function says(what, where) {
	must(flat(await shown()).includes(flat(what).trim()),
		`${where} does not say ${what}`);
}

/* Whatever went wrong in the window since; 4xx answers are expected. */
function quiet() {
	const wrong = window_.wrong.filter((s) => !/status of 4\d\d/.test(s));

	window_.wrong.length = 0;
	same(wrong, [], "in Chromium");
}

async function stored() {
	importStock(PAYLOADS.map((p, i) => ({ item_type: "DIGITAL",
		category: `Cat ${PAYLOADS[i % 8]}`, subcategory: `Sub ${p}`.slice(0, 110),
		product: nameOf(i), name: nameOf(i), price: "1.00",
		description: `First ${p}\nthen ${p}\n\n${p}`, private_data: goods(i) })));
	const slugs = (await sql(`SELECT slug FROM products
		WHERE name LIKE '${TAG} %' ORDER BY id`)).flat();

	same(slugs.length, PAYLOADS.length, "products");
	const places = (await sql(`SELECT slug FROM categories WHERE name LIKE 'Cat %'
		UNION SELECT slug FROM subcategories WHERE name LIKE 'Sub %'`)).flat();

	return { slugs, places };
}

async function products(v, slugs, places) {
	await claim(`F1 hostile names and descriptions on ${slugs.length} products' pages are words`,
		async () => {
			for (const [i, slug] of slugs.entries()) {
				await visit(`/product/${slug}`);
				await says(nameOf(i), `/product/${slug}`);
				await says(`then ${PAYLOADS[i]}`, `/product/${slug}`);
			}
			quiet();
		});
	await claim(`F1 on ${places.length} categories, the home page and their covers`, async () => {
		must(places.length >= PAYLOADS.length, "categories were not found");
		for (const slug of places)
			await visit(`/category/${slug}`);
		for (const path of ["/", "/?sort=price", "/?page=2"])
			await visit(path);
		for (const slug of slugs.slice(0, 5))
			await visit(`/cover/${slug}.svg`);
		quiet();
	});
	await claim("F1 in the cart, in what was done, in the order, among the goods, in the list of orders",
		async () => {
			for (const [i, slug] of slugs.entries()) {
				same((await put(v, slug)).status, 303, "put");
				await visit("/cart");
				await says(`${nameOf(i)} is in your cart (1).`, "/cart");
			}
			await v.get("/cart");
			const order = await v.post("/checkout",
				v.form("/checkout").fields);

			same(order.status, 303, "bought");
			await visit(order.headers.location);
			await says(nameOf(0), "the order");
			await window_.page.getByRole("button",
				{ name: "Show my goods" }).click();
			await window_.page.waitForLoadState("load");
			for (const i of PAYLOADS.keys())
				await says(goods(i), "the order");
			for (const path of ["/orders", "/account",
				"/account/statement", "/account/statement.csv"])
				if (path.endsWith("csv"))
					same((await v.send("GET", path)).status, 200, path);
				else
					await visit(path);
			quiet();
		});
}

async function typed() {
	const pages = ["/?q=", "/?sort=", "/?page=", "/login?next=", "/register?next=",
		"/deposit?amount=", "/deposit?asset=", "/account/statement?month=",
		"/cart?", "/account/statement?"];

	await claim(`F1 in the address of ${pages.length} pages`, async () => {
		for (const p of HANDFULS)
			for (const path of pages)
				await visit(path + encodeURIComponent(p));
		quiet();
	});
	await claim("F2 what is searched for is shown as it was typed, {{7*7}} too", async () => {
		for (const p of PAYLOADS) {
			await visit(`/?q=${encodeURIComponent(p)}`);
			await says(`Results for “${p}”`, "the search");
		}
		quiet();
	});
	await claim("F1 in a path, on the page that says there is none", async () => {
		for (const p of HANDFULS)
			for (const path of ["/", "/product/", "/category/", "/order/",
				"/cover/"])
				await visit(path + encodeURIComponent(`x${p}`));
		quiet();
	});
	await claim("F1 in every field of a form that is drawn again", async () => {
		const guest = new Visitor();
		const forms = { "/register": { user: "", password: PASSWORD,
			again: PASSWORD, next: "/" }, "/login": { user: "",
			password: PASSWORD, next: "/" }, "/recover": { user: "",
			code: "x", password: PASSWORD, again: PASSWORD } };

		for (const [path, fields] of Object.entries(forms))
			for (const p of HANDFULS) {
				await guest.get(path);
				const a = await guest.post(path, { csrf: guest.csrf,
					...fields, user: p });

				must([422, 400, 429].includes(a.status),
					`${path} ${p}: ${a.status}`);
				await render(a.text);
				if (a.status === 422) {
					const [, value] = a.text.match(
						/name="user" value="([^"]*)"/);

					same(unescape(value), p, `${path} shows`);
				}
			}
		quiet();
	});
}

/* Draws a page that came by other means, where it would have stood. */
async function render(html) {
	await window_.page.route(`${SHOP}/drawn-again`, (route) => route.fulfill({
		body: html, contentType: "text/html; charset=utf-8",
		headers: { "Content-Security-Policy": policy } }), { times: 1 });
	await visit("/drawn-again");
}

let policy;

async function fieldsOfBuyers(v, slug) {
	await claim("F1 in every field of a buyer's form that is drawn again", async () => {
		const forms = [["/deposit", { once: "A".repeat(22), asset: "LTC",
			amount: "" }, "amount"], ["/deposit", { once: "A".repeat(22),
			asset: "", amount: "" }, "asset"],
		["/cart", { product: slug, quantity: "" }, "quantity"],
		["/cart", { product: "", quantity: "1" }, "product"],
		["/cart/update", { product: slug, quantity: "" }, "quantity"],
		["/account/security", { do: "codes", proof: "" }, "proof"],
		["/account/security", { do: "" }, "do"],
		["/account/security", { do: "totp_start" }, "<b>field</b>"]];

		for (const [path, fields, name] of forms)
			for (const p of HANDFULS) {
				const a = await v.post(path, { csrf: v.csrf, ...fields,
					[name]: p });

				must(a.status >= 400 && a.status < 500,
					`${path} ${name} ${p}: ${a.status}`);
				await render(a.text);
			}
		quiet();
	});
}

await story(async () => {
	window_ = await openWindow();
	const v = await register();

	await topUp(v, "80.00");
	await lend(window_.context, v);
	policy = (await visit("/account")).headers()["content-security-policy"];
	await claim("the window would notice: a script in a page without policy shows a dialog",
		async () => {
			await window_.page.route(`${SHOP}/control`, (route) =>
				route.fulfill({ contentType: "text/html",
					body: PAYLOADS[0] }), { times: 1 });
			await visit("/control");
			must(window_.wrong.some((s) => s === "dialog: 1"), "no dialog");
			window_.wrong.length = 0;
			await render(PAYLOADS[0]);
			must(window_.wrong.some((s) => /Content Security Policy/.test(s)),
				"no word of the policy");
			window_.wrong.length = 0;
		});
	const { slugs, places } = await stored();

	await products(v, slugs, places);
	await fieldsOfBuyers(v, slugs[0]);
	await typed();
	await claim(`${visits} pages were looked at`, () => must(visits > 250, "too few"));
});
