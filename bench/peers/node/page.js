// SPDX-License-Identifier: MIT
// The page's HTML, as template literals.

const ESCAPED = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;',
	'\'': '&#39;'};
const GROUPED = new Intl.NumberFormat('en');

function e(s) {
	return s.replace(/[&<>"']/g, (c) => ESCAPED[c]);
}

function money(minor) {
	return '$' + GROUPED.format(Math.trunc(minor / 100)) + '.'
		+ String(minor % 100).padStart(2, '0');
}

function stock(n) {
	if (n <= 0)
		return ['out', 'Sold out'];
	return n <= 5 ? ['low', `${n} left`] : ['in', 'In stock'];
}

// What does not depend on the visitor.
export function bodyOf(c) {
	return `<nav class="trail" aria-label="Where you are">
<ol><li><a href="/">All products</a></li>
<li aria-current="page">${e(c.category.name)}</li></ol>
</nav>
<h1>${e(c.category.name)}</h1>
${c.category.description ? `<p class="lead">${e(c.category.description)}</p>
` : ''}<ul class="pills">
<li><a href="/category/${e(c.category.slug)}" aria-current="true">All <span class="hint">${c.found} products</span></a></li>
${c.subs.filter((s) => s.products).map((s) => `<li><a href="/category/${e(s.slug)}">${e(s.name)} <span class="hint">${s.products} products</span></a></li>
`).join('')}</ul>
<section aria-labelledby="products">
<div class="split">
<h2 id="products">${c.found} products</h2>
<form class="filter" action="/category/${e(c.category.slug)}" method="get">
<p class="field"><label for="q">Search in here</label>
<input id="q" type="search" name="q" value="" maxlength="100" autocomplete="off"></p>
<p class="field"><label for="sort">Sort by</label>
<select id="sort" name="sort">
<option value="name" selected>Name</option>
<option value="price">Lowest price</option>
<option value="price-down">Highest price</option>
<option value="newest">Newest</option>
</select></p>
<button>Show</button>
</form>
</div>
<ul class="grid">
${c.products.map((p) => {
		const [band, text] = stock(p.stock);
		return `<li class="card">
<img src="/cover/${e(p.slug)}.svg?v=${p.cover}" alt="" width="320" height="240" loading="lazy">
<h3><a href="/product/${e(p.slug)}">${e(p.name)}</a></h3>
<p class="tag"><b class="price">${money(p.price)}</b> <span class="stock ${band}">${text}</span></p>
</li>
`;
	}).join('')}</ul>
</section>`;
}

export function pageOf(v) {
	return `<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<title>${e(v.title)} · Cointill Demo</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<link rel="stylesheet" href="/static/css/cointill.css">
<link rel="icon" href="/static/favicon.svg" type="image/svg+xml">
<script src="/static/js/cointill.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<div class="bar">
<a class="brand" href="/"><img src="/static/favicon.svg" alt="" width="32" height="32"><span>Cointill Demo</span></a>
<form class="find" action="/" method="get" role="search">
<label class="unseen" for="find">Search the shop</label>
<input id="find" type="search" name="q" placeholder="Search the shop" maxlength="100" autocomplete="off">
<button>Search</button>
</form>
<nav class="menu" aria-label="Your shop">
<ul>
${v.signedIn ? `<li><a href="/deposit" class="purse"><span class="unseen">Your balance: </span><b>${e(v.balance ?? '')}</b><span class="hint"> top up</span></a></li>
<li><a href="/orders">Orders</a></li>
<li><a href="/account">Account${v.notices ? ` <b class="badge">${v.notices}<span class="unseen"> new</span></b>` : ''}</a></li>
` : `<li><a href="/login">Sign in</a></li>
<li><a href="/register">Register</a></li>
`}<li><a href="/cart">Cart${v.cartCount ? ` <b class="badge">${v.cartCount}<span class="unseen"> in it</span></b>` : ''}</a></li>
</ul>
</nav>
</div>
</header>
<main id="main" tabindex="-1">
${v.body}
</main>
<footer class="end">
<div class="bar">
<p><b>Cointill Demo</b> Pay with coins. Delivered at once.</p>
<nav aria-label="More pages">
<ul>
<li><a href="/">All products</a></li>
<li><a href="/deposit">Top up</a></li>
<li><a href="/orders">Your orders</a></li>
${v.signedIn ? `<li><a href="/account/statement">Statement</a></li>
<li><form action="/logout" method="post"><input type="hidden" name="csrf" value="${v.csrf}"><button class="plain">Sign out</button></form></li>
` : `<li><a href="/recover">Lost your password?</a></li>
`}</ul>
</nav>
<p class="hint">All times are UTC. This shop works without JavaScript.</p>
</div>
</footer>
</body>
</html>
`;
}
