# SPDX-License-Identifier: MIT
# For bench/run: starts what is measured, and fills it.

launch() {
	"$top/tools/ordinary" "$@" >>"$dir/servers.log" 2>&1 </dev/null &
	pids="$pids $!"
}

stop_all() {
	local pid
	trap - EXIT
	for pid in $pids; do
		kill -TERM "$pid" 2>/dev/null || :
	done
	wait
	"$top/demo" stop >/dev/null || :
}

# Puts what comes in into a file that the servers may read.
put() {
	as_user tee "$1" >/dev/null
}

# Its own demo, with what is bought made durable as in production.
start_demo() {
	export COINTILL_DEMO_DIR=$top/var/bench
	unset COINTILL_DEMO_UNSAFE
	"$top/demo" --fresh --detach --port "$port" --workers $workers \
		>/dev/null
	eval "$("$top/demo" env)"
	state=$(dirname "$COINTILL_CONFIG")
	dir=$state/bench
	as_user mkdir -p "$dir/run" "$dir/tmp" "$dir/root/static" \
		"$dir/cache" "$dir/nginx"
	as_user touch "$dir/servers.log" "$dir/figures"
	for program in null checkout; do
		put "$dir/run/$program" <"$top/build/bench/$program"
		as_user chmod 755 "$dir/run/$program"
	done
}

sql() {
	as_user mariadb --no-defaults -S "$COINTILL_DB_SOCKET" -u root -N \
		cointill "$@"
}

redis() {
	redis-cli -s "$COINTILL_REDIS_SOCKET" "$@" >/dev/null
}

fill() {
	local units=0
	! wanted checkout || units=$(((each * 2 + web) * (rounds + 1)))
	awk -v seed=$seed -v price=$price -v buyers=$buyers -v units=$units \
		-f "$top/bench/goods.awk" | put "$dir/goods.json"
	as_user "$COINTILL_PROGRAMS/cointill" --config "$COINTILL_CONFIG" \
		import "$dir/goods.json" | put "$dir/import.log"
	sql <"$top/bench/checkout.sql"
}

products_of() {
	sql -e "SELECT p.$2 FROM products p JOIN subcategories s
		ON s.id = p.subcategory_id WHERE s.slug = '$1' ORDER BY p.id"
}

csrf_on() {
	sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1
}

browse() {
	local who=$1
	shift
	curl -s -b "$dir/$who.jar" -c "$dir/$who.jar" -H "Origin: $origin" "$@"
}

cookie_of() {
	awk -F'\t' 'NF == 7 { printf "%s=%s", $6, $7 }' "$dir/$1.jar"
}

# Opens an account over the web and gives it credit.
register() {
	local who=$1 csrf word="nine lamps under the bridge"
	: >"$dir/$who.jar"
	csrf=$(browse "$who" "$shop/register" | csrf_on)
	browse "$who" -o /dev/null -d "csrf=$csrf" -d "user=$who" \
		--data-urlencode "password=$word" \
		--data-urlencode "again=$word" "$shop/register"
	sql -e "CALL bench_credit('$who', 50000000)"
}

# Somebody with three lines in the cart, in our Redis keys and the peers'.
add_viewer() {
	local product csrf sid
	register viewer
	sid=$(cookie_of viewer)
	sid=${sid#sid=}
	csrf=$(browse viewer "$shop/" | csrf_on)
	for product in $(products_of shelf slug | head -n 3); do
		browse viewer -o /dev/null -d "product=$product&quantity=1" \
			-d "csrf=$csrf" "$shop/cart"
		redis HSET "peer:c:$sid" "$product" 1
	done
	redis HSET "peer:s:$sid" user 1 name viewer
	redis SET "peer:b:$sid" "$credit"
	redis SET "peer:n:$sid" 0
}

add_buyers() {
	local i
	for i in $(seq $buyers); do
		register "buyer-$i"
	done
	sql -e "INSERT INTO bench_seats
		SELECT u.seat, u.id, p.id, one.id
		  FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS seat
		          FROM users WHERE name LIKE 'buyer-%') u
		  JOIN (SELECT p.id, ROW_NUMBER() OVER (ORDER BY p.id) - 1
		          AS seat FROM products p JOIN subcategories s
		          ON s.id = p.subcategory_id AND s.slug = 'own') p
		    ON p.seat = u.seat
		  JOIN (SELECT p.id FROM products p JOIN subcategories s
		          ON s.id = p.subcategory_id AND s.slug = 'same') one"
}

# Each upstream behind the same site.conf.
start_nginx() {
	local name
	for name in "$top"/nginx/*.conf; do
		put "$dir/nginx/${name##*/}" <"$name"
	done
	sed -e "s|@RUN@|$state/run|; s|@CACHE@|$dir/cache|" \
		"$top/nginx/pools.conf.in" | put "$dir/nginx/pools.conf"
	for name in null php alone; do
		sed "s|fastcgi_pass shop;|fastcgi_pass $name;|" \
			"$top/nginx/site.conf" | put "$dir/nginx/site-$name.conf"
	done
	sed 's|fastcgi_pass shop;|proxy_pass http://node;|' \
		"$top/nginx/site.conf" | put "$dir/nginx/site-node.conf"
	sed -e "s|@DIR@|$dir|g" -e "s|@PORT@|$shop_port|" \
		-e "s|@NULL_PORT@|$null_port|" -e "s|@PHP_PORT@|$php_port|" \
		-e "s|@NODE_PORT@|$node_port|" \
		-e "s|@ALONE_PORT@|$alone_port|" \
		"$top/bench/nginx.conf.in" | put "$dir/nginx/nginx.conf"
	launch nginx -p "$dir/nginx" -c nginx.conf -e "$dir/nginx.log"
	answers "$shop/readyz"
}

answers() {
	local i
	for i in $(seq 100); do
		! curl -sf -o /dev/null "$1" || return 0
		sleep 0.1
	done
	tail -n 5 "$dir/servers.log" "$dir/nginx.log" >&2
	die "$1 does not answer"
}

pool() {
	local name=$1 count=$2
	shift 2
	launch spawn-fcgi -n -s "$dir/run/$name.sock" -M 0660 -b 1024 -- \
		/usr/bin/multiwatch -f "$count" -- "$@"
}

start_null() {
	browse viewer "$shop$page" | put "$dir/root/static/page.html"
	pool null $workers "$dir/run/null" "$dir/root/static/page.html"
}

start_peers() {
	as_user cp -R "$top/bench/peers" "$dir/"
	sed -e "s|@DIR@|$dir|" -e "s|@WORKERS@|$workers|" \
		"$top/bench/peers/php/fpm.conf.in" | put "$dir/php.conf"
	export BENCH_PASSWORD=$state/keys/cointill_shop
	export BENCH_LISTEN=$dir/run/node.sock BENCH_WORKERS=$workers
	export NODE_ENV=production
	launch "$fpm" -y "$dir/php.conf"
	launch node "$dir/peers/node/category.js"
}

# Whoever is measured shows what our page shows, or a ratio means nothing.
check_page() {
	local url=$1 text
	answers "$url"
	text=$(browse viewer "$url")
	[ "$(grep -c 'class="card"' <<<"$text")" = 24 ] &&
		grep -qF "<b>$credit</b>" <<<"$text" &&
		grep -q '"badge">3<' <<<"$text" ||
		die "$url is not the page that is compared"
}
