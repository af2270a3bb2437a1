#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/* doors: what must stay shut, whoever knocks. */
import { readFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { PASSWORD, SHOP, STATE, TOP, Visitor, ask, audit, balance, buy, claim,
	crowd, deposit, encode, forms, freshName, lend, must, number, once,
	openWindow, payment, put, redis, register, same, setting, signIn, stock,
	story, till, topUp, words } from "./lib.mjs";

const ROUTES = [...readFileSync(join(TOP, "src/routes.c"), "utf8")
	.matchAll(/\{(GET|POST),\s*"([^"]+)",\s*\w+,\s*(\w+)/g)]
	.map(([, method, path, access]) => ({ method, path, access }));
const POSTS = ROUTES.filter((r) => r.method === "POST" && r.access !== "SIGNED" &&
	!r.path.startsWith("/admin"));
const NOBODY = "AAAAAAAAAAAAAAAAAAAAAA";
let alice, bob, order, money, secret, thing;

async function open() {
	thing = await stock("5.00", 100);
	alice = await register();
	bob = await register();
	await topUp(alice, "200.00");
	order = await buy(alice, thing);
	money = await deposit(alice);
	await alice.get(order);
	await alice.submit(`${order}/reveal`);
	[, secret] = alice.page.text.match(/<pre[^>]*>(secret [^<]+)</) || [];
	must(secret, "alice does not see what she bought");
}

/* --- B1: quantities -------------------------------------------------------- */

async function quantities() {
	await claim("B1 only a whole number from 1 to the most is a quantity", async () => {
		const [v] = await crowd(1);

		for (const q of ["0", "-1", "+1", " 1", "1 ", "1e3", "1.0", "0x1", "",
			"١", "１", "1,000", "1000000000000000000", "4294967297",
			"18446744073709551617", "NaN", "1\0"]) {
			const a = await put(v, thing, q);

			must([422, 400].includes(a.status), `${q}: ${a.status}`);
		}
		await v.get("/cart");
		must(v.page.text.includes("Your cart is empty"), "the cart is not empty");
	});
}

/* --- B10: out of order ----------------------------------------------------- */

async function steps() {
	await claim("B10 who skips the cart or the form buys and asks for nothing", async () => {
		const [v] = await crowd(1);
		const csrf = v.csrf;
		const tries = [
			["/checkout", { csrf }],
			["/checkout", { csrf, once: once() }],
			["/checkout", { csrf, once: once(), agreed: "A".repeat(43) }],
			["/deposit", { csrf }],
			["/deposit", { csrf, asset: "LTC", amount: "" }],
			["/deposit", { csrf, asset: "LTC", once: "short" }],
			["/account/security", { csrf, do: "totp_confirm", code: "123456" }],
			["/account/security", { csrf, do: "totp_disable", code: "123456" }],
			["/account/security", { csrf, do: "codes_kept" }],
			["/account/security", { csrf, do: "nothing_known" }],
			["/account/security", { csrf }],
		];

		for (const [path, fields] of tries) {
			const a = await v.post(path, fields);

			must(a.status < 500 && !/^\/(order|deposit)\/./.test(
				a.headers.location || ""), `${path} ${encode(fields)}: ` +
				`${a.status} ${a.headers.location}`);
		}
		same(await number(`SELECT (SELECT COUNT(*) FROM buys WHERE buyer_id =
			${v.id}) + (SELECT COUNT(*) FROM payments WHERE user_id =
			${v.id}) + (SELECT totp_sealed IS NOT NULL FROM users
			WHERE id = ${v.id})`), 0, "effects");
	});
	await claim("B10 a code without the password before it opens nothing", async () => {
		const v = new Visitor();

		await v.get("/login");
		for (const step of ["x", "", NOBODY, `${alice.id}.${Date.now()}.x`]) {
			const a = await v.post("/login", { csrf: v.csrf, step,
				code: "123456", next: "/" });

			must(a.status === 422 || a.status === 400, `${a.status}`);
		}
		await v.get("/account");
		same(v.path, "/login?next=/account", "where it leads");
	});
	await claim("signed out, every buyer's page leads to the sign-in", async () => {
		for (const r of ROUTES.filter((x) => x.access === "BUYER")) {
			const v = new Visitor();
			const path = r.path.replace("{id}", order.split("/")[2]);
			const a = r.method === "GET" ? await v.send("GET", path)
				: await v.post(path, {});

			same(a.status, 303, `${r.method} ${path}`);
			must(a.headers.location.startsWith("/login"), a.headers.location);
		}
	});
}

/* --- B11: what is not yours ------------------------------------------------ */

async function others() {
	const mine = order.split("/")[2], pay = money.split("/")[2];
	const row = await number(`SELECT id FROM buys WHERE public_id = '${mine}'`);
	const withId = ROUTES.filter((r) => r.path.includes("{id}"));

	await claim(`B11 another's id answers as an unknown one does, on all ${withId.length} routes with one`,
		async () => {
			must(withId.length >= 4, "the routes were not found");
			for (const r of withId) {
				const real = r.path.startsWith("/order") ? mine : pay;
				const got = [];

				for (const id of [real, NOBODY, String(row), "1", "0",
					`${real}x`, real.slice(1), `${real}%00`,
					`${real}%2f`, "%25"]) {
					const path = r.path.replace("{id}", id);
					const a = r.method === "GET"
						? await bob.send("GET", path)
						: await bob.post(path, { csrf: bob.csrf });

					must(!a.text.includes(secret), `${path} shows it`);
					must([404, 400, 405].includes(a.status),
						`${r.method} ${path}: ${a.status}`);
					got.push(words(a.text)
						.replace(/\b[0-9a-f]{32}\b/g, ""));
				}
				same(got[0], got[1], `${r.method} ${r.path}: the words`);
			}
		});
	await claim("B11 nobody else's names, sums or orders are on any page of another",
		async () => {
			for (const path of ["/orders", "/account", "/account/statement",
				"/account/statement.csv", "/cart", "/deposit",
				"/account/security", "/"]) {
				await bob.get(path);
				for (const what of [alice.name, mine, pay, secret])
					must(!bob.page.text.includes(what),
						`${what} on ${path}`);
			}
		});
}

/* --- every form ------------------------------------------------------------ */

/* Every form of the shop with fields that would do something. */
async function everyForm() {
	const [v] = await crowd(1);
	const guest = () => new Visitor();
	const list = [];
	const add = (who, path, fields) => list.push({ who, path, fields });
	const visitor = async (path) => {
		const g = guest();

		await g.get(path);
		return g;
	};
	const password = { password: PASSWORD, again: PASSWORD };

	await topUp(v, "50.00");
	await put(v, thing);
	const checkout = await till(v);
	let g = await visitor("/register");

	add(g, "/register", { ...g.form("/register").fields, user: freshName(),
		...password });
	g = await visitor("/login");
	add(g, "/login", { ...g.form("/login").fields, user: alice.name,
		password: PASSWORD });
	g = await visitor("/recover");
	add(g, "/recover", { csrf: g.session ? g.csrf : "", user: alice.name,
		code: "AAAA-AAAA-AAAA-AAAA", ...password });
	add(v, "/checkout", checkout);
	add(v, "/cart", { csrf: v.csrf, product: thing, quantity: "1" });
	add(v, "/cart/update", { csrf: v.csrf, product: thing, quantity: "3" });
	add(alice, `${order}/reveal`, { csrf: alice.csrf });
	add(v, "/deposit", { csrf: v.csrf, once: once(), asset: "LTC", amount: "" });
	add(alice, `${money}/cancel`, { csrf: alice.csrf, then: "list" });
	for (const fields of [
		{ do: "password", current: PASSWORD, password: "another good lantern",
			again: "another good lantern", user: v.name },
		{ do: "codes", proof: PASSWORD },
		{ do: "codes_kept" },
		{ do: "totp_start", totp_proof: PASSWORD },
		{ do: "totp_confirm", code: "123456" },
		{ do: "totp_disable", code: "123456" },
		{ do: "sign_out_all" }])
		add(v, "/account/security", { csrf: v.csrf, ...fields });
	add(v, "/logout", { csrf: v.csrf });
	for (const f of list)
		if (!f.fields.csrf)
			delete f.fields.csrf;
	const covered = new Set(list.map((f) => f.path));

	for (const r of POSTS)
		must(covered.has(r.path.replace("{id}", (r.path.startsWith("/deposit")
			? money : order).split("/")[2])),
			`no form is known for POST ${r.path}`);
	return { v, list };
}

const statusOf = async (f, body) => (await f.who.post(f.path, {}, { body })).status;

async function fields() {
	const { v, list } = await everyForm();
	const money_ = () => number(`SELECT COUNT(*) FROM buys WHERE buyer_id = ${v.id}`);
	const before = await balance(v);
	const seven = (f) => f.path + (f.fields.do ? `:${f.fields.do}` : "");

	await claim(`B12 a field that is not the form's: 400 on each of ${list.length} forms, and nothing done`,
		async () => {
			for (const f of list)
				for (const [name, value] of [["role", "admin"],
					["balance", "100000"], ["price", "0"],
					["user_id", "1"]])
					same(await statusOf(f, encode({ ...f.fields,
						[name]: value })), 400, `${seven(f)} ${name}`);
			same([await balance(v), await money_()], [before, 0], "effects");
		});
	await claim("F9 a field sent twice: 400 on each form", async () => {
		for (const f of list)
			for (const [name, value] of Object.entries(f.fields))
				same(await statusOf(f, `${encode(f.fields)}&` +
					encode({ [name]: value })), 400,
				`${seven(f)} ${name}`);
		for (const path of ["/?q=a&q=b", "/?page=1&page=1", "/login?next=/&next=/"])
			same((await ask(SHOP + path)).status, 400, path);
	});
	await claim("F9 a field in the address is none of the form's", async () => {
		const a = await v.post(`/cart?${encode({ product: thing, quantity: 1 })}`,
			{ csrf: v.csrf });

		same(a.status, 422, "answer");
		same((await v.post(`/cart?csrf=${v.csrf}`, { product: thing,
			quantity: 1 })).status, 403, "csrf in the address");
	});
	await claim("F4 line ends in any field of any form end up in no header and no log line",
		async () => {
			for (const f of list)
				for (const name of Object.keys(f.fields)) {
					if (name === "csrf" || name === "do")
						continue;
					const a = await f.who.post(f.path, { ...f.fields,
						[name]: `${f.fields[name]}\r\nX-Evil: 1\r\n` +
							"Set-Cookie: evil=1\r\n\r\nforged line" });

					must(!a.headers["x-evil"], `${seven(f)} ${name}`);
					must(!f.who.cookies.evil, `${seven(f)} ${name}`);
					must(a.status < 500, `${seven(f)} ${name}: ` +
						`${a.status}`);
				}
		});
}

async function lines() {
	const { hostname, port } = new URL(SHOP);
	const raw = (text) => new Promise((done) => {
		const s = net.connect(port, hostname, () => s.write(text));
		let got = "";

		s.on("data", (d) => { got += d; });
		s.on("error", () => done(got));
		s.on("close", () => done(got));
		s.setTimeout(5000, () => s.destroy());
	});
	const HEAD = `Host: ${new URL(SHOP).host}\r\nConnection: close\r\n`;

	await claim("F4 nor in any header, path or query", async () => {
		const evil = ["a\rX-Evil: 1", "a\x01b", "a\x7fb", "a\x1b[31mb",
			"a%0d%0aX-Evil:%201", "\u2028X-Evil: 1"];

		for (const name of ["User-Agent", "Cookie", "Origin", "Sec-Fetch-Site",
			"X-Signature", "Referer", "X-Forwarded-For", "X-Request-Id",
			"Content-Type", "Accept-Language"])
			for (const value of evil) {
				const got = await raw("POST /login HTTP/1.1\r\n" + HEAD +
					`${name}: ${value}\r\nContent-Length: 0\r\n\r\n`);

				must(!/^x-evil/im.test(got.split("\r\n\r\n")[0]),
					`${name}: ${JSON.stringify(value)}`);
				must(!/^HTTP\S+ 5/.test(got), `${name}: ${got.slice(0, 80)}`);
			}
		for (const path of ["/%0d%0aX-Evil:%201", "/category/%0d%0aX-Evil:1",
			"/?q=%0d%0aX-Evil:%201", "/login?next=/%0d%0aX-Evil:%201",
			"/order/%0a%0dforged%20line", "/login?next=/a%0aforged",
			"/account%0d%0aX-Evil:1", "/static/%0d%0aX-Evil:1"]) {
			const a = await ask(SHOP + path);

			must(!a.headers["x-evil"], path);
			must(a.status < 500, `${path}: ${a.status}`);
			must(!(a.headers.location || "").includes("\n"), path);
		}
		for (const log of ["shop.log", "pay.log", "access.log"])
			must(!/^(forged|X-Evil)/m.test(readFileSync(
				join(STATE, "log", log), "utf8")), `a forged line in ${log}`);
	});
	await claim("F6 a Host that is not ours is hung up on, without a word", async () => {
		for (const host of ["evil.example", "evil.example:80", "", "127.0.0.2",
			"127.0.0.1.evil.example", "[::1]"]) {
			const got = await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\n` +
				"Connection: close\r\n\r\n");

			must(!got || /^HTTP\S+ 400/.test(got), `${host}: ` +
				got.slice(0, 60));
		}
		for (const name of ["X-Forwarded-Host", "X-Host", "Forwarded",
			"X-Original-URL", "X-Rewrite-URL"]) {
			const a = await ask(`${SHOP}/login`,
				{ headers: { [name]: "evil.example" } });

			same(a.status, 200, name);
			must(!a.text.includes("evil.example"), name);
		}
	});
	await claim("other methods than GET, HEAD and POST are refused with 405", async () => {
		for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE",
			"PROPFIND"])
			same((await ask(`${SHOP}/cart`, { method })).status, 405, method);
		same((await ask(`${SHOP}/checkout`)).status, 405, "GET /checkout");
		const head = await ask(`${SHOP}/`, { method: "HEAD" });

		same([head.status, head.text], [200, ""], "HEAD /");
	});
}

/* --- B16, I-24: three times ------------------------------------------------ */

async function thrice() {
	const { v, list } = await everyForm();
	const lost = await register();
	const lostForm = list.find((f) => f.path === "/recover");

	const codes = await lost.follow(await lost.post("/account/security",
		{ csrf: lost.csrf, do: "codes", proof: PASSWORD }));

	Object.assign(lostForm.fields, { user: lost.name,
		code: codes.text.match(/<code>([^<]+)</)[1] });
	await claim(`B16 each of ${list.length} forms sent three times, with the same fields: no second effect on money`,
		async () => {
			const before = { people: await number("SELECT COUNT(*) FROM users") };

			for (const f of list.filter((x) => !/out/.test(
				x.path.replace("/checkout", "") + x.fields.do))) {
				const got = [];

				for (let i = 0; i < 3; i++) {
					const a = await f.who.post(f.path, f.fields);

					must(a.status < 500, `${f.path}: ${a.status}`);
					got.push(`${a.status} ${a.headers.location || ""}`);
				}
				if (f.fields.once)
					same(new Set(got).size, 1, `${f.path}: ${got}`);
				if (f.path === "/recover")
					must(/^303/.test(got[0]) && !/^303/.test(got[1]),
						`a recovery code works twice: ${got}`);
			}
			same(await number(`SELECT COUNT(*) FROM buys
				WHERE buyer_id = ${v.id}`), 1, "orders");
			same(await number(`SELECT COUNT(*) FROM payments
				WHERE user_id = ${v.id} AND state = 'OPEN'`), 1, "payments");
			same(await number("SELECT COUNT(*) FROM users"),
				before.people + 1, "accounts");
			same(await balance(v), 4500, "balance");
		});
	await claim("I-24 the same token with other fields is refused with 409", async () => {
		const u = await register();
		const token = once();
		const first = await u.post("/deposit", { csrf: u.csrf, once: token,
			asset: "LTC", amount: "" });
		const other = await u.post("/deposit", { csrf: u.csrf, once: token,
			asset: "BTC", amount: "" });

		same([first.status, other.status], [303, 409], "answers");
	});
	await claim("I-24 another buyer's token is no token of mine", async () => {
		const [a, b] = await crowd(2);
		const token = once();
		const paths = [];

		for (const u of [a, b])
			paths.push((await u.post("/deposit", { csrf: u.csrf, once: token,
				asset: "LTC", amount: "" })).headers.location);
		must(paths[0] !== paths[1], `both lead to ${paths[0]}`);
		same((await payment(paths[1])).user, b.id, "whose it is");
	});
	await audit();
}

/* --- E1, E2, E7: sessions -------------------------------------------------- */

async function sessions() {
	await claim("E1 a session id from outside is never adopted", async () => {
		const planted = "planted0planted0planted0planted0planted0pla";
		const v = new Visitor(planted);

		await v.get("/login");
		must(v.session && v.session !== planted, "it was adopted");
		await v.submit("/login", { user: alice.name, password: PASSWORD });
		must(v.session !== planted, "it was adopted at the sign-in");
		const thief = new Visitor(planted);

		await thief.get("/account");
		same(thief.path, "/login?next=/account", "the planter gets to");
		thief.cookies.sid = planted;
		same((await thief.post("/login", { user: alice.name,
			password: PASSWORD, next: "/" })).status === 303 &&
			thief.session === planted, false, "adopted by POST");
	});
	await claim("E1 the id changes at the sign-in and at the sign-out, and the old one is dead",
		async () => {
			const v = new Visitor();

			await v.get("/login");
			const before = v.session;

			await v.submit("/login", { user: alice.name, password: PASSWORD });
			const during = v.session;

			must(during !== before, "the same id after signing in");
			await v.submit("/logout");
			must(v.session !== during, "the same id after signing out");
			for (const id of [before, during]) {
				const thief = new Visitor(id);

				await thief.get("/account");
				same(thief.path, "/login?next=/account", "it gets to");
			}
		});
	await claim("E1 the cookie is HttpOnly and SameSite=Lax, for the whole host",
		async () => {
			const a = await ask(`${SHOP}/login`);
			const [cookie] = a.headers["set-cookie"];

			for (const what of ["Path=/;", "HttpOnly", "SameSite=Lax"])
				must(cookie.includes(what), `${what} is not in ${cookie}`);
			must(!/Domain=/i.test(cookie), cookie);
		});
	await claim("E2 Redis knows no session id", async () => {
		const keys = await redis(`KEYS ${setting("redis_prefix")}*`);

		must(keys.includes(`${setting("redis_prefix")}s:`), "no sessions");
		must(!keys.includes(alice.session), "the id is a key");
	});
	await claim("E7 a changed password signs all other devices out, not this one",
		async () => {
			const one = await register(), two = await signIn(one.name);

			await two.get("/account/security");
			await two.submit("/account/security", { current: PASSWORD,
				password: "eight quiet lanterns",
				again: "eight quiet lanterns" });
			must(two.page.text.includes("Your password is changed"),
				words(two.page.text));
			await one.get("/account");
			same(one.path, "/login?next=/account", "the other gets to");
			await two.get("/account");
			same(two.path, "/account", "this one gets to");
		});
	await claim("E7 signing out everywhere ends every session", async () => {
		const one = await register(), two = await signIn(one.name);

		same((await two.post("/account/security", { csrf: two.csrf,
			do: "sign_out_all" })).status, 303, "answer");
		for (const v of [one, two]) {
			await v.get("/account");
			same(v.path, "/login?next=/account", "it gets to");
		}
	});
}

/* --- F5: where it leads ---------------------------------------------------- */

async function redirects() {
	await claim("F5 after signing in nobody is led to another site", async () => {
		for (const next of ["//evil.example", "/\\evil.example", "\\\\evil.example",
			"https://evil.example", "HTTP://evil.example", "javascript:alert(1)",
			"data:text/html,x", "evil.example", "/\t/evil.example",
			"/%09/evil.example", "/\n/evil.example", "///evil.example",
			" //evil.example", "/ /evil.example", "/\u2028//evil.example",
			"?next=//evil.example", ".//evil.example", "@evil.example"]) {
			const v = new Visitor();

			await v.get(`/login?${encode({ next })}`);
			const form = forms(v.page.text)
				.find((f) => f.action === "/login");
			const base = new URL(`${SHOP}/login`);

			if (form)
				same(new URL(form.fields.next, base).origin, SHOP,
					`offered for ${JSON.stringify(next)}`);
			v.cookies = {};
			await v.get("/login");
			const a = await v.post("/login", { csrf: v.csrf,
				user: bob.name, password: PASSWORD, next });

			must(a.status === 303 || a.status === 422 || a.status === 400,
				`${JSON.stringify(next)}: ${a.status}`);
			if (a.status === 303)
				same(new URL(a.headers.location, base).origin, SHOP,
					`led to for ${JSON.stringify(next)}`);
		}
	});
}

/* --- F7: forms from elsewhere ---------------------------------------------- */

async function forgeries() {
	const [v] = await crowd(1);
	const tries = {
		"no token": [{}, {}],
		"another session's token": [{ csrf: alice.csrf }, {}],
		"a token with one letter changed": [{ csrf: (v.csrf[0] === "A" ? "B"
			: "A") + v.csrf.slice(1) }, {}],
		"an empty token": [{ csrf: "" }, {}],
		"another Origin": [{ csrf: v.csrf }, { Origin: "http://evil.example" }],
		"Origin null": [{ csrf: v.csrf }, { Origin: "null" }],
		"our origin with more behind": [{ csrf: v.csrf },
			{ Origin: `${SHOP}.evil.example` }],
		"another port": [{ csrf: v.csrf }, { Origin: "http://127.0.0.1:1" }],
		"Sec-Fetch-Site cross-site": [{ csrf: v.csrf },
			{ "Sec-Fetch-Site": "cross-site" }],
		"Sec-Fetch-Site same-site": [{ csrf: v.csrf },
			{ "Sec-Fetch-Site": "same-site" }],
		"Sec-Fetch-Site none": [{ csrf: v.csrf }, { "Sec-Fetch-Site": "none" }],
	};

	for (const [what, [fields_, headers]] of Object.entries(tries))
		await claim(`F7 ${what} alone is enough to refuse, on each POST route`,
			async () => {
				must(POSTS.length >= 9, "the routes were not found");
				for (const r of POSTS) {
					const path = r.path.replace("{id}",
						order.split("/")[2]);

					same((await v.post(path, fields_, { headers })).status,
						403, path);
				}
			});
	await claim("F7 a visitor without a session needs Origin or Sec-Fetch-Site", async () => {
		const body = encode({ product: thing, quantity: 1 });
		const answer = async (headers) => (await new Visitor().send("POST",
			"/cart", { body, headers })).status;

		same(await answer({}), 403, "neither");
		same(await answer({ Origin: "null" }), 403, "null");
		same(await answer({ Origin: SHOP, "Sec-Fetch-Site": "cross-site" }), 403,
			"cross-site");
		same(await answer({ "Sec-Fetch-Site": "same-origin" }), 303,
			"same-origin");
		same(await answer({ Origin: SHOP }), 303, "our origin");
	});
	await claim("F7 in Chromium, a form and a frame on another site do nothing", async () => {
		const { context, page } = await openWindow();

		await lend(context, v);
		await page.route("http://evil.example/**", (route) => route.fulfill({
			contentType: "text/html", body: `<form id=f method=post
				action="${SHOP}/cart"><input name=product value="${thing}">
				<input name=quantity value=1>
				<input name=csrf value="${v.csrf}"></form>
				<iframe src="${SHOP}/account"></iframe>` }));
		await page.goto("http://evil.example/");
		const frame = page.frames()[1];

		must(!frame || !(await frame.content()).includes(v.name),
			"the page is framed");
		const [answer] = await Promise.all([
			page.waitForResponse((r) => r.url() === `${SHOP}/cart`),
			page.evaluate("document.getElementById('f').submit()")]);

		same(answer.status(), 403, "answer");
		await v.get("/cart");
		must(v.page.text.includes("Your cart is empty"), "it is in the cart");
		await context.close();
	});
}

await story(async () => {
	await open();
	await quantities();
	await steps();
	await others();
	await fields();
	await lines();
	await thrice();
	await sessions();
	await redirects();
	await forgeries();
});
