<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<title><?= e($title) ?> · Cointill Demo</title>
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
<?php if ($signed_in): ?>
<li><a href="/deposit" class="purse"><span class="unseen">Your balance: </span><b><?= e((string)$balance) ?></b><span class="hint"> top up</span></a></li>
<li><a href="/orders">Orders</a></li>
<li><a href="/account">Account<?php if ($notices): ?> <b class="badge"><?= e($notices) ?><span class="unseen"> new</span></b><?php endif ?></a></li>
<?php else: ?>
<li><a href="/login">Sign in</a></li>
<li><a href="/register">Register</a></li>
<?php endif ?>
<li><a href="/cart">Cart<?php if ($cart_count): ?> <b class="badge"><?= $cart_count ?><span class="unseen"> in it</span></b><?php endif ?></a></li>
</ul>
</nav>
</div>
</header>
<main id="main" tabindex="-1">
<?= $body ?>
</main>
<footer class="end">
<div class="bar">
<p><b>Cointill Demo</b> Pay with coins. Delivered at once.</p>
<nav aria-label="More pages">
<ul>
<li><a href="/">All products</a></li>
<li><a href="/deposit">Top up</a></li>
<li><a href="/orders">Your orders</a></li>
<?php if ($signed_in): ?>
<li><a href="/account/statement">Statement</a></li>
<li><form action="/logout" method="post"><input type="hidden" name="csrf" value="<?= e($csrf) ?>"><button class="plain">Sign out</button></form></li>
<?php else: ?>
<li><a href="/recover">Lost your password?</a></li>
<?php endif ?>
</ul>
</nav>
<p class="hint">All times are UTC. This shop works without JavaScript.</p>
</div>
</footer>
</body>
</html>
