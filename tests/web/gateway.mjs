/* SPDX-License-Identifier: MIT */
/* gateway: signing as KryptoExpress does, with the secrets of this shop. */
import { createHmac, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SANDBOX, SHOP, STATE, ask, key, must, world } from "./lib.mjs";

const hookKey = Buffer.from(hkdfSync("sha256", key("callback.key"), "",
	"callback secret", 32));
const apiKey = readFileSync(join(STATE, "keys", "gateway.key"), "utf8").trim();

export const secretOf = (p) => createHmac("sha256", hookKey).update(p.public)
	.digest("hex");

export const sign = (body, secret) => createHmac("sha512", secret)
	.update(body).digest("hex");

/* What the gateway would say about a payment now. */
export async function gatewaySays(p) {
	const answer = await ask(`${SANDBOX}/api/payment?hash=${p.hash}`,
		{ headers: { "X-Api-Key": apiKey } });

	must(answer.status === 200, `the gateway answers ${answer.status}`);
	return answer.text;
}

/* Calls the shop back; signed truly unless told otherwise. */
export function callback(p, body, { signature, token = p.token, via } = {}) {
	const headers = { "Content-Type": "application/json",
		"Content-Length": Buffer.byteLength(body) };

	if (signature !== null)
		headers["X-Signature"] = signature || sign(body, secretOf(p));
	return ask(`${SHOP}/hook/kryptoexpress/${token}`,
		{ method: "POST", body, headers, via });
}

/* Paid at the gateway, which tells nobody. */
export async function payQuietly(p) {
	await world("/fault", { id: p.gateway, do: "no_callbacks" });
	await world("/pay", { id: p.gateway });
}
