<?php
// SPDX-License-Identifier: MIT
// The category page as a PHP shop would answer it: session, cart, balance and
// the cached products from Redis in one pipelined round trip over a kept
// connection; the products from MariaDB over a kept one when the cache, good
// for five seconds, is empty.  With ?keep=html the cache holds the rendered
// middle of the page instead of the rows.
declare(strict_types=1);

const KEPT_S = 5;

function e(string $s): string
{
	return htmlspecialchars($s, ENT_QUOTES);
}

function money(int $minor): string
{
	return '$' . number_format(intdiv($minor, 100)) . '.'
		. sprintf('%02d', $minor % 100);
}

function database(): mysqli
{
	$db = new mysqli('p:localhost', 'cointill_shop',
		trim(file_get_contents(getenv('BENCH_PASSWORD'))), 'cointill', 0,
		getenv('COINTILL_DB_SOCKET'));
	$db->set_charset('utf8mb4');
	return $db;
}

function rows(mysqli $db, string $sql, array $args): array
{
	$statement = $db->prepare($sql);
	$statement->execute($args);
	return $statement->get_result()->fetch_all(MYSQLI_ASSOC);
}

function catalogue(string $slug): ?array
{
	$db = database();
	$category = rows($db, 'SELECT id, slug, name, description'
		. ' FROM categories WHERE slug = ?', [$slug])[0] ?? null;
	if (!$category)
		return null;
	$subs = rows($db, 'SELECT s.slug, s.name, COUNT(p.id) AS products'
		. ' FROM subcategories s LEFT JOIN products p'
		. ' ON p.subcategory_id = s.id AND p.is_listed = 1'
		. ' WHERE s.category_id = ? GROUP BY s.id ORDER BY s.name',
		[$category['id']]);
	$products = rows($db, 'SELECT p.slug, p.name, p.price, p.stock'
		. ' FROM products p JOIN subcategories s'
		. ' ON s.id = p.subcategory_id WHERE s.category_id = ?'
		. ' AND p.is_listed = 1 ORDER BY p.name LIMIT 24',
		[$category['id']]);
	foreach ($products as &$p)
		$p['cover'] = substr(sha1($p['name']), 0, 8);
	return ['category' => $category, 'subs' => $subs,
		'products' => $products,
		'found' => array_sum(array_column($subs, 'products'))];
}

function stock(int $n): array
{
	if ($n <= 0)
		return ['out', 'Sold out'];
	return $n <= 5 ? ['low', "$n left"] : ['in', 'In stock'];
}

function body(array $c): string
{
	ob_start();
	require __DIR__ . '/body.php';
	return ob_get_clean();
}

$redis = new Redis();
$redis->pconnect(getenv('COINTILL_REDIS_SOCKET'));
$id = $_COOKIE['sid'] ?? '';
$slug = basename(strtok($_SERVER['REQUEST_URI'], '?'));
$keep_html = ($_GET['keep'] ?? '') === 'html';
$key = ($keep_html ? 'php:html:' : 'php:rows:') . $slug;

[$session, $cart_count, $balance, $notices, $kept] = $redis->pipeline()
	->hMGet("peer:s:$id", ['user', 'name'])->hLen("peer:c:$id")
	->get("peer:b:$id")->get("peer:n:$id")->get($key)->exec();

if ($kept === false) {
	$c = catalogue($slug);
	if (!$c) {
		http_response_code(404);
		exit;
	}
	$kept = $keep_html ? json_encode([$c['category']['name'], body($c)])
		: json_encode($c);
	$redis->setEx($key, KEPT_S, $kept);
}
if ($keep_html) {
	[$title, $body] = json_decode($kept, true);
} else {
	$c = json_decode($kept, true);
	$title = $c['category']['name'];
	$body = body($c);
}
$signed_in = (bool)$session['user'];
$csrf = $signed_in ? rtrim(strtr(base64_encode(substr(
	hash_hmac('sha512', 'form token', $id, true), 0, 24)), '+/', '-_'), '=') : '';
header('Content-Type: text/html; charset=utf-8');
ob_start();
require __DIR__ . '/page.php';
header('Content-Length: ' . ob_get_length());
