// SPDX-License-Identifier: MIT
// An Esplora where nothing ever arrives, and where every answer takes a while.
// usage: slow.mjs PORT MS
//
// GET /arrivals tells at which milliseconds it was asked, and forgets them.
import { createServer } from 'node:http';

const [port, ms] = process.argv.slice(2).map(Number);
let arrivals = [];

function body(url) {
	if (url.endsWith('/height'))
		return '200';
	return '[]';
}

createServer((request, response) => {
	if (request.url === '/arrivals') {
		response.end(JSON.stringify(arrivals));
		arrivals = [];
		return;
	}
	arrivals.push(performance.now());
	setTimeout(() => response.end(body(request.url)), ms);
}).listen(port, '127.0.0.1', 1024);
