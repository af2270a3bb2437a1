#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/* slow: visitors who speak slowly, or do not listen, hold up nobody (G1 of the
 * list of threats).  nginx keeps them away from the workers, of which there are
 * four, and ends them. */
import { connect } from "node:net";
import { SHOP, ask, claim, must, same, sleep, story, until } from "./lib.mjs";

const { hostname, port } = new URL(SHOP);
const EACH = 60;

/* A connection that says `first`, then `more` once a second. */
function crawl(first, more) {
	const s = connect(Number(port), hostname);
	const one = { socket: s, ended: false };
	const timer = setInterval(() => more && s.write(more), 1000);

	s.on("connect", () => s.write(first));
	s.on("error", () => {});
	s.on("close", () => {
		one.ended = true;
		clearInterval(timer);
	});
	return one;
}

const head = (line) => `${line} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n`;

const KINDS = {
	headers: () => crawl(head("GET /"), "X-Slow: 1\r\n"),
	bodies: () => crawl(`${head("POST /login")}Content-Type: ` +
		"application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\nu",
	"x"),
	readers() {
		const one = crawl(head("GET /static/css/cointill.css") +
			"\r\n", head("GET /static/css/cointill.css") + "\r\n");

		one.socket.pause();
		return one;
	},
};

/* Of fifty visits the longest, in seconds. */
async function longest() {
	let most = 0;

	for (let i = 0; i < 50; i++) {
		const from = Date.now();

		same((await ask(`${SHOP}${i % 2 ? "/" : "/login"}`)).status, 200,
			"a page");
		most = Math.max(most, Date.now() - from);
	}
	return most / 1000;
}

await story(async () => {
	const all = [];

	await claim("while 180 are slow, everybody else is answered at once", async () => {
		await longest();
		for (const make of Object.values(KINDS))
			for (let i = 0; i < EACH; i++)
				all.push(make());
		await sleep(2000);
		const slow = await longest();

		must(slow < 2, `one waited for ${slow} s`);
	});
	await claim("who does not finish the headers in time is shown out", async () => {
		const talkers = all.slice(0, EACH);

		await until("all of them are gone", () =>
			talkers.every((t) => t.ended), 20);
	});
	for (const t of all)
		t.socket.destroy();
	await claim("and the shop is as before", async () => {
		must(await longest() < 2, "it is slow");
	});
});
