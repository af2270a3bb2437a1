// SPDX-License-Identifier: MIT
// Buyers who buy through the web pages, all at once: each puts a unit into its
// cart, looks at the cart and pays, again and again.
//   node buyers.mjs URL ORIGIN TIMES JAR:PRODUCT...
// ORIGIN is the one the shop was told, JAR a cookie file of curl's, PRODUCT a
// slug.  Prints how many they bought a second, and the median milliseconds of
// a payment.
import http from 'node:http';
import {readFileSync} from 'node:fs';

const [url, origin, times, ...buyers] = process.argv.slice(2);
const {hostname, port} = new URL(url);
const agent = new http.Agent({keepAlive: true});
const took = [];

function ask(method, path, cookie, body) {
	const headers = {cookie, origin, 'sec-fetch-site': 'same-origin'};
	if (body) {
		headers['content-type'] = 'application/x-www-form-urlencoded';
		headers['content-length'] = Buffer.byteLength(body);
	}
	return new Promise((resolve, reject) => {
		http.request({agent, hostname, port, method, path, headers}, (res) => {
			let page = '';
			res.setEncoding('utf8');
			res.on('data', (s) => page += s);
			res.on('end', () => resolve({status: res.statusCode, page,
				to: res.headers.location ?? ''}));
		}).on('error', reject).end(body);
	});
}

function value(page, name) {
	return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
}

async function buy(cookie, product) {
	const shelf = await ask('GET', '/cart', cookie);
	await ask('POST', '/cart', cookie, new URLSearchParams({product,
		quantity: 1, csrf: value(shelf.page, 'csrf')}).toString());
	const cart = (await ask('GET', '/cart', cookie)).page;
	const form = new URLSearchParams({csrf: value(cart, 'csrf'),
		once: value(cart, 'once'), agreed: value(cart, 'agreed')});
	const since = performance.now();
	const paid = await ask('POST', '/checkout', cookie, form.toString());
	took.push(performance.now() - since);
	if (paid.status !== 303 || !paid.to.startsWith('/order/'))
		throw new Error(`checkout answered ${paid.status} ${paid.to}`);
}

async function shop(buyer) {
	const [jar, product] = buyer.split(':');
	const cookie = readFileSync(jar, 'utf8').split('\n')
		.map((line) => line.split('\t')).filter((f) => f.length === 7)
		.map((f) => `${f[5]}=${f[6]}`).join('; ');
	for (let i = 0; i < Number(times); i++)
		await buy(cookie, product);
}

const since = performance.now();
await Promise.all(buyers.map(shop));
took.sort((a, b) => a - b);
console.log((took.length * 1000 / (performance.now() - since)).toFixed(1),
	took[took.length >> 1].toFixed(1));
