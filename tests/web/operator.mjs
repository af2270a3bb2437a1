#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/* operator: what whoever runs the shop relies on: logs without secrets, pages
 * that compression cannot open, and words when something is set wrongly. */
import { readFileSync, readdirSync, renameSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { PASSWORD, SHOP, STATE, Visitor, ask, claim, deposit, freshName, must,
	once, processes, put, redis, register, same, sleep, stock, story, until,
	workers } from "./lib.mjs";

const PLAIN = { "Accept-Encoding": "gzip, deflate, br, zstd" };

/* --- compression ----------------------------------------------------------- */

async function compression() {
	const v = await register();
	const thing = await stock("5.00", 1);
	const money = await deposit(v);
	const pages = ["/", `/product/${thing}`, "/cart", "/login", "/register",
		"/recover", "/deposit", money, "/account", "/account/security",
		"/account/statement", "/orders", "/nowhere", "/admin/login"];

	await put(v, thing);
	await claim("no page is compressed, with a session or without", async () => {
		let tokens = 0;

		for (const path of pages)
			for (const who of [v, new Visitor()]) {
				const a = await who.send("GET", path, { headers: PLAIN });

				same(a.headers["content-encoding"], undefined, path);
				tokens += a.text.includes("name=\"csrf\"") &&
					a.text.length > 1000;
			}
		must(tokens > 5, `only ${tokens} pages had a token`);
		const wrong = await v.post("/login", { user: "x".repeat(2000) },
			{ headers: PLAIN });

		same(wrong.headers["content-encoding"], undefined, "an answer to POST");
	});
	await claim("static files are", async () => {
		for (const file of ["css/cointill.css", "js/cointill.js"]) {
			const a = await ask(`${SHOP}/static/${file}`,
				{ headers: PLAIN });

			same([a.status, a.headers["content-encoding"]], [200, "gzip"],
				file);
		}
	});
}

/* --- secrets in logs ------------------------------------------------------- */

function logsWith(secret) {
	return readdirSync(join(STATE, "log")).filter((name) => !/truth/.test(name) &&
		readFileSync(join(STATE, "log", name), "utf8").includes(secret));
}

/* A body that never comes, or comes in pieces without an end. */
function broken(path, headers, piece) {
	return new Promise((done) => {
		const rq = http.request(SHOP + path, { method: "POST", headers });

		rq.on("error", done);
		rq.on("response", (answer) => answer.resume().on("end", done));
		rq.write(piece);
		setTimeout(() => rq.destroy(), 500);
	});
}

/* While it runs, nginx finds no socket of a pool. */
async function unheard(body) {
	const sockets = ["pay", "shop"].map((name) =>
		join(STATE, "run", `${name}.sock`));

	for (const path of sockets)
		renameSync(path, `${path}-away`);
	try {
		await body();
	} finally {
		for (const path of sockets)
			renameSync(`${path}-away`, path);
	}
}

async function secrets() {
	const big = "x".repeat(20000);

	for (const path of ["/hook/kryptoexpress/", "/hook/", "/recover/"])
		await claim(`no log holds what stands behind ${path}`, async () => {
			const secret = `secret${once()}`;
			const place = path + secret;

			for (const size of [big, big.repeat(4)])
				await ask(SHOP + place, { method: "POST", body: size });
			await broken(place, { "Transfer-Encoding": "chunked" }, big);
			await broken(place, { "Content-Length": 100 }, "x");
			await ask(`${SHOP}${place}?a=${secret}`);
			await ask(`${SHOP}${place}`, { method: "PUT" });
			await ask(`${SHOP}/${path}${secret}`);
			await ask(`${SHOP}/x/..${place}`);
			await unheard(async () => {
				same((await ask(SHOP + place, { method: "POST",
					body: "x" })).status, 502, "nobody listens");
			});
			same(logsWith(secret), [], "logs with it");
			must(logsWith(`POST ${path.match(/^\/[a-z]+\//)[0]}-`)
				.includes("access.log"), "the access log tells of it");
		});
}

/* --- readiness, reload ----------------------------------------------------- */

async function readiness() {
	const ready = async () => (await ask(`${SHOP}/readyz`)).status;

	await claim("/readyz is false while Redis refuses writes, and true after",
		async () => {
			same(await ready(), 200, "before");
			await redis("REPLICAOF 127.0.0.1 1");
			try {
				const a = await ask(`${SHOP}/readyz`);

				same([a.status, a.text],
					[503, "Redis refuses writes\n"], "refused");
				same((await ask(`${SHOP}/healthz`)).status, 200,
					"/healthz");
			} finally {
				await redis("REPLICAOF NO ONE");
			}
			await until("it is ready again", async () =>
				await ready() === 200);
		});
}

async function reload() {
	await claim("a reload starts every worker anew and refuses nobody", async () => {
		const before = workers("shop");
		const supervisor = processes("shop")
			.find((pid) => !before.includes(pid));
		const answers = {};
		let going = true;
		/* Each takes a worker long enough to be met by the signal. */
		const signIn = async () => {
			while (going) {
				const a = await new Visitor().post("/login",
					{ user: freshName(), password: PASSWORD });

				answers[a.status] = (answers[a.status] || 0) + 1;
			}
		};
		const visits = Promise.all([signIn(), signIn()]);

		must(before.length > 0 && supervisor, "no shop was found");
		await sleep(1200);
		process.kill(supervisor, "SIGUSR2");
		await until("all are others", () => {
			const now = workers("shop");

			return now.length === before.length &&
				!now.some((pid) => before.includes(pid));
		});
		going = false;
		await visits;
		same(Object.keys(answers), ["422"], `answers ${JSON.stringify(answers)}`);
		must(answers[422] > 2, "too few");
	});
}

await story(async () => {
	await compression();
	await secrets();
	await readiness();
	await reload();
});
