/* SPDX-License-Identifier: MIT */
/*
 * lib: what every story needs: the shop's addresses, claims that can fail, a
 * browser of a few lines, Chromium, and a hand in the database.
 */
import { createHash, createHmac, randomBytes } from "node:crypto";
import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import http from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));

function env(name) {
	const value = process.env[name];

	if (!value) {
		console.log(`FAIL ${name} is not set: eval "$(./demo env)" first`);
		process.exit(1);
	}
	return value;
}

export const SHOP = env("COINTILL_URL");
export const SANDBOX = env("COINTILL_SANDBOX_URL");
export const CONFIG = env("COINTILL_CONFIG");
export const STATE = dirname(CONFIG);
export const PROGRAMS = env("COINTILL_PROGRAMS");
export const TOP = dirname(dirname(here));
const DB_SOCKET = env("COINTILL_DB_SOCKET");
const REDIS_SOCKET = env("COINTILL_REDIS_SOCKET");

export function setting(name) {
	const line = readFileSync(CONFIG, "utf8").split("\n")
		.find((s) => s.startsWith(`${name} = `));

	return line && line.slice(name.length + 3);
}

/* --- claims ---------------------------------------------------------------- */

let failures = 0;

export function must(condition, why) {
	if (!condition)
		throw new Error(why || "it is not so");
}

export function same(found, wanted, what = "found") {
	must(JSON.stringify(found) === JSON.stringify(wanted),
		`${what}: ${JSON.stringify(found)} and not ` +
			`${JSON.stringify(wanted)}`);
}

/* One sentence, and what shows that it is true; may return what it found. */
export async function claim(sentence, body) {
	try {
		const found = await body();

		console.log(`ok   ${sentence}`);
		return found;
	} catch (e) {
		failures++;
		console.log(`FAIL ${sentence}: ${e.message}`);
		if (process.env.COINTILL_TRACE)
			console.log(e.stack);
		return undefined;
	}
}

/* Runs a story to its end, whatever happens in it. */
export async function story(body) {
	try {
		await body();
	} catch (e) {
		failures++;
		console.log(`FAIL the story breaks off: ${e.stack}`);
	}
	await closeChromium();
	http.globalAgent.destroy();
	process.exit(failures ? 1 : 0);
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export async function until(what, test, seconds = 15) {
	const end = Date.now() + seconds * 1000;
	let why = "";

	while (Date.now() < end) {
		try {
			const got = await test();

			if (got)
				return got;
		} catch (e) {
			why = `: ${e.message}`;
		}
		await sleep(100);
	}
	throw new Error(`not within ${seconds} s: ${what}${why}`);
}

/* Runs them all, at most `wide` at once; gives the results in order. */
export async function parallel(list, wide, body) {
	const results = new Array(list.length);
	let next = 0;

	async function take() {
		while (next < list.length) {
			const i = next++;

			results[i] = await body(list[i], i);
		}
	}
	await Promise.all(Array.from({ length: wide }, take));
	return results;
}

/* --- HTTP ------------------------------------------------------------------ */

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });

/* A request as it is; the answer whatever it is. */
export function ask(address, { method = "GET", headers = {}, body,
	timeout = 40000, via = agent } = {}) {
	return new Promise((done, fail) => {
		const rq = http.request(address, { method, headers, agent: via,
			timeout });

		rq.on("response", (answer) => {
			const parts = [];

			answer.on("data", (part) => parts.push(part));
			answer.on("error", fail);
			answer.on("end", () => done({ status: answer.statusCode,
				headers: answer.headers,
				text: Buffer.concat(parts).toString("utf8") }));
		});
		rq.on("timeout", () => rq.destroy(new Error("no answer in time")));
		rq.on("error", fail);
		rq.end(body);
	});
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: "\"", "#39": "'" };

export function unescape(html) {
	return html.replace(/&(#x([0-9a-f]+)|#([0-9]+)|[a-z]+);/gi,
		(all, name, hex, decimal) => ENTITIES[name] ||
			(hex && String.fromCodePoint(parseInt(hex, 16))) ||
			(decimal && String.fromCodePoint(Number(decimal))) || all);
}

function attribute(tag, name) {
	const m = tag.match(new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`));

	return m ? unescape(m[1] || "") : undefined;
}

/* The forms of a page: where they go, and the fields as a browser sends them
 * untouched. */
export function forms(html) {
	return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([all]) => {
		const open = all.match(/<form\b[^>]*>/)[0];
		const form = { action: attribute(open, "action"),
			method: (attribute(open, "method") || "get").toLowerCase(),
			fields: {}, buttons: {} };

		for (const [tag, kind] of all.matchAll(/<(input|button)\b[^>]*>/g)) {
			const name = attribute(tag, "name");
			const type = attribute(tag, "type");

			if (!name)
				continue;
			if (kind === "button")
				form.buttons[name] = attribute(tag, "value") || "";
			else if ((type !== "radio" && type !== "checkbox") ||
				attribute(tag, "checked") !== undefined)
				form.fields[name] = attribute(tag, "value") || "";
		}
		return form;
	});
}

export const encode = (fields) => new URLSearchParams(fields).toString();

/* What is between the tags. */
export function words(html) {
	return unescape(html.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ");
}

/* A visitor: a jar of cookies, and the last page. */
export class Visitor {
	constructor(cookie) {
		this.cookies = cookie ? { sid: cookie } : {};
		this.page = { text: "", status: 0, headers: {} };
		this.path = "/";
	}

	get session() {
		return this.cookies.sid;
	}

	async send(method, path, { body, headers = {}, ...rest } = {}) {
		const all = { ...headers };
		const cookie = Object.entries(this.cookies)
			.map(([name, value]) => `${name}=${value}`).join("; ");

		if (cookie)
			all.Cookie = cookie;
		if (body !== undefined) {
			all["Content-Length"] = Buffer.byteLength(body);
			if (!all["Content-Type"])
				all["Content-Type"] =
					"application/x-www-form-urlencoded";
		}
		const answer = await ask(SHOP + path, { method, body,
			headers: all, ...rest });

		for (const line of answer.headers["set-cookie"] || []) {
			const [, name, value] = line.match(/^([^=]+)=([^;]*)/);

			if (value)
				this.cookies[name] = value;
			else
				delete this.cookies[name];
		}
		return answer;
	}

	async follow(answer) {
		let hops = 0;

		while (answer.status === 303 && hops++ < 5) {
			this.path = answer.headers.location;
			answer = await this.send("GET", this.path);
		}
		this.page = answer;
		return answer;
	}

	async get(path) {
		this.path = path;
		return this.follow(await this.send("GET", path));
	}

	/* As a browser posts a form of this shop; does not follow. */
	post(path, fields, options = {}) {
		return this.send("POST", path, { body: encode(fields), ...options,
			headers: { Origin: SHOP, "Sec-Fetch-Site": "same-origin",
				...options.headers } });
	}

	form(action) {
		const form = forms(this.page.text).find((f) => f.action === action);

		must(form, `no form for ${action} on ${this.path} ` +
			`(${this.page.status})`);
		return form;
	}

	/* Sends the last page's form, with some fields filled in. */
	async submit(action, fields = {}) {
		const form = this.form(action);

		this.path = action;
		return this.follow(await this.post(action,
			{ ...form.fields, ...fields }));
	}

	get csrf() {
		return csrfOf(this.session);
	}
}

/* As src/http/csrf.c makes it. */
export function csrfOf(session) {
	return createHmac("sha512", session).update("form token").digest()
		.subarray(0, 24).toString("base64url");
}

export const once = () => randomBytes(16).toString("base64url");

/* --- the shop's people ----------------------------------------------------- */

export const PASSWORD = "seven quiet lanterns";

export const freshName = (kind = "u") =>
	`${kind}-${randomBytes(6).toString("hex")}`;

/* A new buyer, signed in, the recovery codes seen. */
export async function register(name = freshName()) {
	const v = new Visitor();

	await v.get("/register");
	await v.submit("/register", { user: name, password: PASSWORD,
		again: PASSWORD });
	must(v.page.text.includes("Your recovery codes"),
		`registering ends at ${v.path} with ${v.page.status}`);
	await v.submit("/account/security");
	v.name = name;
	[[v.id, v.account]] = await sql(`SELECT id, public_id FROM users
		WHERE name = '${name}'`);
	v.id = Number(v.id);
	return v;
}

export async function signIn(name) {
	const v = new Visitor();

	await v.get("/login");
	await v.submit("/login", { user: name, password: PASSWORD });
	must(/action="\/logout"/.test(v.page.text), `${name} is not signed in`);
	v.name = name;
	return v;
}

/* Many buyers at once: a row like that of one who registered, and a session
 * as src/http/session.c writes it. */
export async function crowd(n) {
	const first = await register();
	const people = Array.from({ length: n }, () => ({ name: freshName(),
		id: once(), session: randomBytes(32).toString("base64url") }));
	const rows = people.map((p) => `('${p.id}', '${p.name}')`).join(", ");

	await sql(`CREATE TEMPORARY TABLE crowd (id CHAR(22), name VARCHAR(32));
		INSERT INTO crowd VALUES ${rows};
		INSERT INTO accounts (kind, code, currency)
		SELECT 'user', CONCAT('user:', c.id), a.currency
		FROM crowd c, users u JOIN accounts a ON a.id = u.account_id
		WHERE u.id = ${first.id};
		INSERT INTO users (public_id, name, password, account_id, currency)
		SELECT c.id, c.name, u.password, a.id, u.currency
		FROM crowd c JOIN accounts a ON a.code = CONCAT('user:', c.id),
		users u WHERE u.id = ${first.id};`);
	const ids = new Map((await sql(`SELECT name, id FROM users
		WHERE id > ${first.id}`)).map(([name, id]) => [name, Number(id)]));
	const visitors = people.map((p) => {
		const v = new Visitor(p.session);

		v.name = p.name;
		v.id = ids.get(p.name);
		v.account = p.id;
		return v;
	});

	await giveSessions(visitors);
	return visitors;
}

/* After the other commands, with nothing in between. */
export async function giveSessions(visitors, commands = []) {
	const prefix = setting("redis_prefix"), now = Math.floor(Date.now() / 1000);
	const epoch = (await sql("SELECT epoch FROM shop"))[0][0];
	const sessions = visitors.flatMap((v) => {
		const hash = createHash("sha256").update(v.session).digest("hex");

		return [`HSET ${prefix}s:${hash} t ${now} e ${epoch} ` +
				`a ${v.account} n ${v.name}`,
			`EXPIRE ${prefix}s:${hash} 7200`,
			`ZADD ${prefix}us:${v.account} ${now} ${hash}`];
	});

	await redis(["MULTI", ...commands, ...sessions, "EXEC"]);
}

/* Asks for an address and does not wait for it; the path of the payment. */
export async function request(v, asset = "LTC", amount = "") {
	const answer = await v.post("/deposit", { csrf: v.csrf, once: once(),
		asset, amount });

	must(answer.status === 303, `POST /deposit answers ${answer.status}: ` +
		words(answer.text).slice(0, 300));
	return answer.headers.location;
}

/* The same, once it has one. */
export async function deposit(v, asset = "LTC", amount = "") {
	const path = await request(v, asset, amount);

	await until("it has an address", async () =>
		(await payment(path)).state !== "CREATING");
	return path;
}

export async function payment(path) {
	const id = path.split("/").pop();
	const [row] = await sql(`SELECT id, hook_token, gateway_id, gateway_hash,
		address, state, asset, user_id FROM payments
		WHERE public_id = '${id}'`);

	must(row, `no payment ${id}`);
	const [row_id, token, gateway, hash, address, state, asset, user] = row;

	return { id: Number(row_id), public: id, token, gateway, hash, address,
		state, asset, user: Number(user) };
}

/* Says something to the sandbox: /pay, /expire, /fault. */
export async function world(path, fields) {
	const answer = await ask(SANDBOX + path, { method: "POST",
		body: encode(fields),
		headers: { "Content-Type": "application/x-www-form-urlencoded" } });

	must(answer.status === 200, `the sandbox's ${path} answers ` +
		`${answer.status}: ${answer.text.slice(0, 200)}`);
	return JSON.parse(answer.text);
}

/* More blocks than it takes until a transfer of the coin is credited. */
const BLOCKS = { BTC: ["bitcoin", 3], LTC: ["litecoin", 7],
	SOL: ["solana", 34], USDT_TRC20: ["tron", 21],
	USDT_ERC20: ["ethereum", 34], USDC_ERC20: ["ethereum", 34] };

export function mine(asset, blocks) {
	const [network, enough] = BLOCKS[asset];

	return world("/mine", { network, blocks: blocks || enough });
}

/* The chain has shown to its depth what was paid until now, and the worker
 * has looked at it. */
export async function untilMined(what, asset, test, seconds = 20) {
	await mine(asset);
	await until(what, async () => {
		if (!await test())
			await worker("chains");
		return test();
	}, seconds);
}

export const balance = (v) => number(`SELECT top_up_amount - consume_records
	FROM users WHERE id = ${v.id}`);

/* Tops up by an exact amount, the way a person does. */
export async function topUp(v, amount) {
	const path = await deposit(v, "USDC_ERC20", amount);
	const p = await payment(path);
	const cents = Math.round(Number(amount) * 100);
	const before = await balance(v);

	await world("/pay", { id: p.gateway });
	await untilMined(`${amount} is credited`, "USDC_ERC20",
		async () => await balance(v) === before + cents);
	return path;
}

/* The cart's page and the fields its button to buy sends. */
export async function till(v) {
	await v.get("/cart");
	return v.form("/checkout").fields;
}

export const put = (v, product, quantity = 1) => v.post("/cart",
	{ ...(v.session && { csrf: v.csrf }), product, quantity });

/* Buys one product; the path of the order. */
export async function buy(v, product, quantity = 1) {
	must((await put(v, product, quantity)).status === 303,
		"it does not go into the cart");
	const answer = await v.post("/checkout", await till(v));

	must(answer.status === 303, `buying answers ${answer.status}`);
	return answer.headers.location;
}

/* A product of the test's own, with so many units; its slug. */
export async function stock(price, units, name = `Thing ${once()}`) {
	const rows = Array.from({ length: units }, () => ({ item_type: "DIGITAL",
		category: "Tests", subcategory: "Made for tests",
		name, price, description: `${name}\nMade by a test.`,
		private_data: `secret ${once()}` }));

	await importStock(rows);
	const [[slug]] = await sql(`SELECT slug FROM products
		WHERE name = '${name}' ORDER BY id DESC LIMIT 1`);
	return slug;
}

export function importStock(rows) {
	execFileSync(join(PROGRAMS, "cointill"), ["--config", CONFIG, "import",
		"-"], { input: JSON.stringify(rows), stdio: ["pipe", "pipe", "pipe"] });
}

/* --- the servers ----------------------------------------------------------- */

const unescapeRow = (s) => s.replace(/\\([nt0\\])/g,
	(all, c) => ({ n: "\n", t: "\t", 0: "\0", "\\": "\\" })[c]);

/* Rows of texts, as the database's root. */
export async function sql(text) {
	const { stdout } = await run("mariadb", ["--no-defaults", "-S", DB_SOCKET,
		"-u", "root", "-N", "-B", "-e", text, "cointill"],
	{ maxBuffer: 64 << 20 });

	return stdout.split("\n").filter(Boolean)
		.map((line) => line.split("\t").map(unescapeRow));
}

export const number = async (text) => Number((await sql(text))[0][0]);

export function redis(commands) {
	const list = Array.isArray(commands) ? commands : [commands];

	return new Promise((done, fail) => {
		const p = spawn("redis-cli", ["-s", REDIS_SOCKET]);
		let out = "";

		p.stdout.on("data", (part) => { out += part; });
		p.on("error", fail);
		p.on("close", (code) => (code ? fail(new Error("redis-cli")) : done(out)));
		p.stdin.end(`${list.join("\n")}\n`);
	});
}

/* Says the same to Redis, over and over, until the answer is called. */
export async function redisAgain(...words_) {
	const p = spawn("redis-cli", ["-s", REDIS_SOCKET, "-r", "10000000", "-i",
		"0.0005", ...words_], { stdio: ["ignore", "pipe", "ignore"] });

	await new Promise((done) => {
		p.stdout.on("data", done);
	});
	return () => p.kill();
}

export function worker(...args) {
	return run(join(PROGRAMS, "cointill-worker"), ["--config", CONFIG, ...args],
		{ maxBuffer: 16 << 20 });
}

/* Every book is right, or the claim fails; with the truth log, also what the
 * sandbox really did. */
export function audit({ truth } = {}) {
	const program = join(PROGRAMS, "cointill-audit");

	if (!existsSync(program))
		return Promise.resolve();
	return claim("the auditor finds nothing", async () => {
		try {
			await run(program, ["--config", CONFIG, ...(truth
				? ["--truth", join(STATE, "log/truth.jsonl")] : [])]);
		} catch (e) {
			throw new Error(`${e.stdout}${e.stderr}`.slice(0, 2000));
		}
	});
}

/* The processes of this shop whose command line has all these words. */
export function processes(...wanted) {
	return readdirSync("/proc").filter((pid) => {
		if (!/^\d+$/.test(pid))
			return false;
		try {
			const line = readFileSync(`/proc/${pid}/cmdline`, "utf8")
				.split("\0");

			return line.includes(CONFIG) &&
				wanted.every((w) => line.some((s) => s.endsWith(w)));
		} catch (e) {
			return false;
		}
	}).map(Number);
}

/* The workers themselves and not what keeps them alive. */
export const workers = (pool) => processes(pool).filter((pid) => {
	try {
		return readlinkSync(`/proc/${pid}/exe`).includes("cointill-web");
	} catch (e) {
		return false;
	}
});

export function key(name) {
	return Buffer.from(readFileSync(join(STATE, "keys", name), "utf8").trim(),
		"hex");
}

/* --- Chromium -------------------------------------------------------------- */

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
	"--disable-dev-shm-usage", "--no-first-run",
	"--disable-background-networking", "--disable-component-update",
	"--disable-sync"];
let chromium;

export async function browser() {
	if (!chromium) {
		execFileSync(join(here, "install"), { stdio: "inherit" });
		const playwright = await import("playwright-core");

		chromium = await playwright.default.chromium.launch({
			executablePath: "/usr/bin/chromium", args: FLAGS });
	}
	return chromium;
}

async function closeChromium() {
	if (chromium)
		await chromium.close();
}

/* A window that remembers what went wrong in it. */
export async function openWindow(options = {}) {
	const context = await (await browser()).newContext({
		viewport: { width: 1280, height: 900 }, ...options });
	const wrong = [];

	context.on("page", (page) => {
		page.on("dialog", async (dialog) => {
			wrong.push(`dialog: ${dialog.message()}`);
			await dialog.dismiss();
		});
		page.on("pageerror", (e) => wrong.push(`script: ${e.message}`));
		page.on("console", (m) => {
			if (["error", "warning"].includes(m.type()))
				wrong.push(`console: ${m.text()} ${m.location().url}`);
		});
		page.on("requestfailed", (rq) => {
			const why = rq.failure().errorText;

			if (why !== "net::ERR_ABORTED")
				wrong.push(`${why}: ${rq.url()}`);
		});
	});
	context.setDefaultTimeout(15000);
	const page = await context.newPage();

	return { context, page, wrong };
}

/* Gives the window a visitor's session. */
export function lend(context, visitor) {
	return context.addCookies([{ name: "sid", value: visitor.session,
		url: SHOP, httpOnly: true, sameSite: "Lax" }]);
}

/* No element is wider than the window. */
export async function overflow(page) {
	return page.evaluate(() => {
		const wide = document.documentElement.clientWidth;

		if (document.documentElement.scrollWidth <= wide)
			return "";
		const guilty = [...document.querySelectorAll("body *")]
			.filter((e) => e.getBoundingClientRect().right > wide + 1)
			.slice(-1)[0];

		return `${document.documentElement.scrollWidth} px in ${wide} px` +
			(guilty ? `: <${guilty.tagName} class="${guilty.className}">` : "");
	});
}
