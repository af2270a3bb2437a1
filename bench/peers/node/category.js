// SPDX-License-Identifier: MIT
// The category page as a Node shop would answer it: Express, session, cart and
// balance from Redis in one pipelined round trip, the products from MariaDB
// when the copy in this process, good for five seconds, is too old.  With
// ?keep=html that copy is the rendered middle of the page instead of the rows.
import cluster from 'node:cluster';
import {createHash, createHmac} from 'node:crypto';
import {readFileSync} from 'node:fs';
import express from 'express';
import Redis from 'ioredis';
import mysql from 'mysql2/promise';
import {bodyOf, pageOf} from './page.js';

const KEPT_MS = 5000;
const {BENCH_LISTEN, BENCH_WORKERS, BENCH_PASSWORD, COINTILL_DB_SOCKET,
	COINTILL_REDIS_SOCKET} = process.env;

function serve() {
	const redis = new Redis(COINTILL_REDIS_SOCKET);
	const db = mysql.createPool({socketPath: COINTILL_DB_SOCKET,
		user: 'cointill_shop', database: 'cointill',
		password: readFileSync(BENCH_PASSWORD, 'utf8').trim()});
	const kept = new Map();
	const app = express();

	async function catalogue(slug) {
		const [[category]] = await db.execute('SELECT id, slug, name,'
			+ ' description FROM categories WHERE slug = ?', [slug]);
		if (!category)
			return null;
		const [subs] = await db.execute('SELECT s.slug, s.name,'
			+ ' COUNT(p.id) AS products FROM subcategories s'
			+ ' LEFT JOIN products p ON p.subcategory_id = s.id'
			+ ' AND p.is_listed = 1 WHERE s.category_id = ?'
			+ ' GROUP BY s.id ORDER BY s.name', [category.id]);
		const [products] = await db.execute('SELECT p.slug, p.name,'
			+ ' p.price, p.stock FROM products p JOIN subcategories s'
			+ ' ON s.id = p.subcategory_id WHERE s.category_id = ?'
			+ ' AND p.is_listed = 1 ORDER BY p.name LIMIT 24',
			[category.id]);
		for (const p of products)
			p.cover = createHash('sha1').update(p.name).digest('hex').slice(0, 8);
		const found = subs.reduce((n, s) => n + s.products, 0);
		return {category, subs, products, found};
	}

	// One reader at a time: the others wait for the same answer.
	function fresh(key, make) {
		let entry = kept.get(key);
		if (!entry || entry.until < Date.now()) {
			entry = {until: Date.now() + KEPT_MS, value: make()};
			kept.set(key, entry);
		}
		return entry.value;
	}

	async function middle(slug, keepHtml) {
		if (!keepHtml) {
			const c = await fresh(slug, () => catalogue(slug));
			return c && {title: c.category.name, body: bodyOf(c)};
		}
		return fresh('html:' + slug, async () => {
			const c = await catalogue(slug);
			return c && {title: c.category.name, body: bodyOf(c)};
		});
	}

	app.disable('x-powered-by');
	app.disable('etag');
	app.get('/category/:slug', async (req, res) => {
		const id = /(?:^|;\s*)sid=([^;]*)/.exec(req.headers.cookie)?.[1] ?? '';
		const [[, [user]], [, cartCount], [, balance], [, notices]] =
			await redis.pipeline()
				.hmget(`peer:s:${id}`, 'user', 'name').hlen(`peer:c:${id}`)
				.get(`peer:b:${id}`).get(`peer:n:${id}`).exec();
		const m = await middle(req.params.slug, req.query.keep === 'html');
		if (!m)
			return res.sendStatus(404);
		const csrf = user ? createHmac('sha512', id).update('form token')
			.digest().subarray(0, 24).toString('base64url') : '';
		res.type('html').send(pageOf({...m, signedIn: !!user, balance,
			notices: Number(notices), cartCount, csrf}));
	});
	app.listen(BENCH_LISTEN);
}

if (cluster.isPrimary) {
	for (let i = 0; i < Number(BENCH_WORKERS); i++)
		cluster.fork();
	process.on('SIGTERM', () => process.exit(0));
} else {
	process.on('disconnect', () => process.exit(0));
	serve();
}
