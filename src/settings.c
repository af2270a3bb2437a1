/* SPDX-License-Identifier: MIT */
#include "settings.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"

enum { LINE_MOST = 4096 };

enum kind { TEXT, SECRET, COUNT, YES, MONEY, CURRENCY };

struct row {
	const char *name;
	enum kind kind;
	const char *fallback; /* of MONEY: whole US dollars */
	int64_t min, max;     /* of a count */
	const char *meaning;
};

/* clang-format off */
static const struct row ROWS[SETTING_COUNT] = {
	[SET_SHOP_NAME] = {"shop_name", TEXT, "Cointill", 0, 0,
		"The name in the header of every page."},
	[SET_ORIGIN] = {"origin", TEXT, "http://127.0.0.1:8080", 0, 0,
		"Scheme, host and port that browsers see; https in "
		"production. Forms from elsewhere are refused."},
	[SET_CURRENCY] = {"currency", CURRENCY, "USD", 0, 0,
		"ISO 4217 code of the credits; never changed once there is "
		"a ledger: programs refuse to run with another. The defaults "
		"of amounts below are round ones of about the same worth in "
		"each."},
	[SET_LANG] = {"lang", TEXT, "en", 0, 0,
		"The language of the pages."},
	[SET_DB_SOCKET] = {"db_socket", TEXT, "/run/mysqld/mysqld.sock", 0, 0,
		"MariaDB's unix socket; empty to use db_host."},
	[SET_DB_HOST] = {"db_host", TEXT, "", 0, 0,
		"MariaDB's host, when there is no socket."},
	[SET_DB_PORT] = {"db_port", COUNT, "3306", 1, 65535,
		"MariaDB's port, with db_host."},
	[SET_DB_NAME] = {"db_name", TEXT, "cointill", 0, 0,
		"The database."},
	[SET_DB_PASSWORD_DIR] = {"db_password_dir", SECRET, "", 0, 0,
		"A folder with one file per database user, named after it, "
		"holding its password; empty for unix_socket accounts."},
	[SET_DB_USER_SHOP] = {"db_user_shop", TEXT, "cointill_shop", 0, 0,
		"Database user of the shop pool."},
	[SET_DB_USER_PAY] = {"db_user_pay", TEXT, "cointill_pay", 0, 0,
		"Database user of the pay pool."},
	[SET_DB_USER_ADMIN] = {"db_user_admin", TEXT, "cointill_admin", 0, 0,
		"Database user of the admin pool and of `cointill`."},
	[SET_DB_USER_WORKER] = {"db_user_worker", TEXT,
		"cointill_worker", 0, 0,
		"Database user of the worker."},
	[SET_DB_USER_AUDIT] = {"db_user_audit", TEXT, "cointill_audit", 0, 0,
		"Database user of the auditor: reads only."},
	[SET_DB_USER_MIGRATE] = {"db_user_migrate", TEXT,
		"cointill_migrate", 0, 0,
		"Database user of `cointill migrate`."},
	[SET_REDIS_SOCKET] = {"redis_socket", TEXT,
		"/run/redis/redis.sock", 0, 0,
		"Redis's unix socket."},
	[SET_REDIS_PASSWORD_FILE] = {"redis_password_file", SECRET, "", 0, 0,
		"The file with Redis's password; empty for none."},
	[SET_REDIS_PREFIX] = {"redis_prefix", TEXT, "cointill:", 0, 0,
		"What every key in Redis begins with."},
	[SET_RUN_DIR] = {"run_dir", TEXT, "/run/cointill", 0, 0,
		"A folder of this host for locks and counters, emptied at "
		"boot; unless set, the one systemd gives the service."},
	[SET_SHARE_DIR] = {"share_dir", TEXT, COINTILL_SHARE, 0, 0,
		"The folder with templates/, static/ and sql/."},
	[SET_APP_KEY_FILE] = {"app_key_file", SECRET, "app.key", 0, 0,
		"64 hex digits: the key for password peppers, one-time "
		"codes and fingerprints."},
	[SET_UNIT_KEY_FILE] = {"unit_key_file", SECRET, "unit.key", 0, 0,
		"64 hex digits: the key that encrypts units at rest."},
	[SET_CALLBACK_KEY_FILE] = {"callback_key_file", SECRET,
		"callback.key", 0, 0,
		"64 hex digits: the key from which each payment's callback "
		"secret is made."},
	[SET_GATEWAY_URL] = {"gateway_url", TEXT,
		"https://kryptoexpress.pro/api", 0, 0,
		"Where KryptoExpress answers."},
	[SET_GATEWAY_KEY_FILE] = {"gateway_key_file", SECRET,
		"gateway.key", 0, 0,
		"The file with the gateway's API key."},
	[SET_CALLBACK_ORIGIN] = {"callback_origin", TEXT, "", 0, 0,
		"Where the gateway reaches us, when it is not origin."},
	[SET_ALLOW_LOOPBACK_HTTP] = {"allow_loopback_http", YES, "no", 0, 0,
		"Whether plain http may be spoken with 127.0.0.1: with a node "
		"of your own there, or with the sandbox."},
	[SET_COINS] = {"coins", TEXT,
		"BTC LTC SOL ETH BNB DOGE USDT_TRC20 USDT_ERC20 USDC_ERC20 "
		"USDT_BEP20 USDC_BEP20 USDT_SOL USDC_SOL", 0, 0,
		"The coins to offer, where the gateway lists them too."},
	[SET_OPEN_PAYMENTS_MAX] = {"open_payments_max", COUNT, "5", 1, 50,
		"Unpaid, unexpired payment requests a buyer may have."},
	[SET_OPEN_NETWORK_MAX] = {"open_network_max", COUNT, "20", 1, 100000,
		"The same for all accounts together that were opened from one "
		"network (/24 or /64), or ask from it, and never paid."},
	[SET_REQUESTS_HOURLY] = {"requests_hourly", COUNT, "20", 1, 100000,
		"Payment requests that a buyer may make in an hour, and so "
		"may those accounts of a network together."},
	[SET_DEPOSIT_MIN] = {"deposit_min", MONEY, "5", 0, 0,
		"The least amount a buyer may ask to top up."},
	[SET_DEPOSIT_MAX] = {"deposit_max", MONEY, "10000", 0, 0,
		"The most, in one request."},
	[SET_REVIEW_ABOVE] = {"review_above", MONEY, "1000", 0, 0,
		"A single credit above this waits for a person."},
	[SET_REVIEW_HOURLY] = {"review_hourly", MONEY, "50000", 0, 0,
		"So does every credit once the shop has given this much "
		"within an hour, counting of each buyer no more than "
		"review_hourly_buyer: a brake for the day a price is wrong."},
	[SET_REVIEW_HOURLY_BUYER] = {"review_hourly_buyer", MONEY, "5000",
		0, 0,
		"So does a buyer's credit once he has had this much within an "
		"hour; keep it well below review_hourly."},
	[SET_POLL_DAYS] = {"poll_days", COUNT, "7", 1, 60,
		"Days after its expiry during which a payment is still "
		"looked after."},
	[SET_CHAIN] = {"chain", TEXT, "main", 0, 0,
		"main, test or regtest: of what networks addresses are."},
	[SET_SOURCES_BITCOIN] = {"sources_bitcoin", TEXT,
		"esplora=https://mempool.space/api "
		"esplora=https://blockstream.info/api "
		"blockcypher=https://api.blockcypher.com/v1/btc/main", 0, 0,
		"Who is asked what came to an address of ours, as KIND=URL "
		"words in the order of trust: bitcoind (an own node, best), "
		"esplora, blockcypher. Empty: nobody, and the gateway alone "
		"is believed."},
	[SET_SOURCES_LITECOIN] = {"sources_litecoin", TEXT,
		"esplora=https://litecoinspace.org/api "
		"blockcypher=https://api.blockcypher.com/v1/ltc/main", 0, 0,
		"The same for Litecoin: bitcoind (that is litecoind), "
		"esplora, blockcypher."},
	[SET_SOURCES_DOGECOIN] = {"sources_dogecoin", TEXT,
		"blockcypher=https://api.blockcypher.com/v1/doge/main", 0, 0,
		"The same for Dogecoin: bitcoind (that is dogecoind), "
		"blockcypher."},
	[SET_SOURCES_ETHEREUM] = {"sources_ethereum", TEXT,
		"evm=https://ethereum-rpc.publicnode.com "
		"ethplorer=https://api.ethplorer.io", 0, 0,
		"The same for Ethereum: evm (any JSON-RPC node), ethplorer."},
	[SET_SOURCES_BSC] = {"sources_bsc", TEXT,
		"evm=https://bsc-rpc.publicnode.com", 0, 0,
		"The same for BNB Smart Chain: evm."},
	[SET_SOURCES_SOLANA] = {"sources_solana", TEXT,
		"solana=https://api.mainnet-beta.solana.com", 0, 0,
		"The same for Solana: solana (any JSON-RPC node), solanafm "
		"(of old; it may not answer any more)."},
	[SET_SOURCES_TRON] = {"sources_tron", TEXT,
		"trongrid=https://api.trongrid.io", 0, 0,
		"The same for TRON: trongrid."},
	[SET_SOURCE_KEY_DIR] = {"source_key_dir", SECRET, "sources", 0, 0,
		"A folder with one file per host of a source, named after it "
		"(api.trongrid.io, 127.0.0.1_8332), holding its key or, of "
		"an own node, user:password or its cookie."},
	[SET_SOURCE_BUDGETS] = {"source_budgets", TEXT, "", 0, 0,
		"How much a host is asked, where its default is wrong: "
		"HOST=CALLS_AN_HOUR/AT_ONCE words."},
	[SET_CONFIRMATIONS] = {"confirmations", TEXT, "", 0, 0,
		"Blocks until a transfer is credited, where the default is "
		"wrong (bitcoin=2 litecoin=6 dogecoin=20 ethereum=32 bsc=15 "
		"solana=32 tron=19): NETWORK=BLOCKS words."},
	[SET_WATCH_NATIVE] = {"watch_native", YES, "no", 0, 0,
		"Whether ETH and BNB are looked for block by block. What "
		"contracts pay is not seen so, and exchanges pay by them: "
		"only for a node of your own."},
	[SET_NODE_WALLET] = {"node_wallet", TEXT, "cointill", 0, 0,
		"The watch-only wallet of an own bitcoind or litecoind."},
	[SET_LOOK_SECONDS] = {"look_seconds", COUNT, "20", 1, 3600,
		"Seconds between two looks at an address to which coins are "
		"on their way or awaited."},
	[SET_WITNESS_MINUTES] = {"witness_minutes", COUNT, "120", 5, 10080,
		"How long a payment that the gateway calls paid waits for "
		"the chain to show it, before a person has to look."},
	[SET_VANISH_LOOKS] = {"vanish_looks", COUNT, "3", 1, 100,
		"Looks in a row that must miss a transfer before it counts "
		"as gone, and a credit for it is taken back."},
	[SET_VANISH_SECONDS] = {"vanish_seconds", COUNT, "60", 0, 86400,
		"Seconds between two of them, at least."},
	[SET_OWN_COINS] = {"own_coins", TEXT, "", 0, 0,
		"The coins, of `coins`, that are paid to addresses of your "
		"own (`cointill wallet`, `cointill pool`) and not to the "
		"gateway's."},
	[SET_OWN_MINUTES] = {"own_minutes", COUNT, "60", 5, 1440,
		"How long such an address is open, and its price kept."},
	[SET_OWN_GAP] = {"own_gap", COUNT, "20", 1, 10000,
		"Unpaid addresses in a row after which your wallet stops "
		"looking: buyers who never paid are given none beyond, and "
		"you are warned before."},
	[SET_OWN_HELD] = {"own_held", COUNT, "5", 1, 1000,
		"Addresses of one network to which nobody paid that a buyer "
		"may hold; they serve his next requests."},
	[SET_OWN_HELD_NEW] = {"own_held_new", COUNT, "2", 1, 1000,
		"The same for an account that never paid."},
	[SET_OWN_HELD_NETWORK] = {"own_held_network", COUNT, "10", 1, 100000,
		"The same for all such accounts together that were opened "
		"from one network (/24 or /64), or ask from it, within "
		"poll_days."},
	[SET_OWN_RESERVE] = {"own_reserve", COUNT, "20", 0, 100000,
		"The last addresses of a pool, or below own_gap, that are "
		"kept for buyers who have paid before or hold none; at most "
		"a quarter of them. From then on you are warned."},
	[SET_PRICE_SOURCES] = {"price_sources", TEXT,
		"kraken coingecko coinbase", 0, 0,
		"Who is asked for prices, in the order of trust."},
	[SET_KRAKEN_URL] = {"kraken_url", TEXT, "https://api.kraken.com", 0, 0,
		"Where Kraken answers."},
	[SET_COINGECKO_URL] = {"coingecko_url", TEXT,
		"https://api.coingecko.com", 0, 0,
		"Where CoinGecko answers; its key is in source_key_dir."},
	[SET_COINBASE_URL] = {"coinbase_url", TEXT,
		"https://api.coinbase.com", 0, 0, "Where Coinbase answers."},
	[SET_PRICE_AGE] = {"price_age", COUNT, "600", 30, 86400,
		"Seconds after which a price is too old, and coins paid to "
		"own addresses pause."},
	[SET_PRICE_BAND] = {"price_band", COUNT, "20", 1, 1000,
		"Percent by which a price may differ from the one before "
		"unless a second source says the same."},
	[SET_PRICE_SPREAD] = {"price_spread", COUNT, "5", 1, 1000,
		"Percent by which two sources may differ."},
	[SET_STABLE_PARITY] = {"stable_parity", YES, "no", 0, 0,
		"Whether a dollar coin is taken to be worth a dollar, in a "
		"shop that reckons in USD, and not what it is traded for."},
	[SET_CART_LINES_MAX] = {"cart_lines_max", COUNT, "50", 1, 200,
		"Different products in one cart."},
	[SET_FREE_UNITS_UNPAID] = {"free_units_unpaid", COUNT, "5", 0, 1000,
		"Units of a free product that an account may have in all "
		"before its first credited deposit; afterwards as many as "
		"the product's max_quantity."},
	[SET_PAGE_SIZE] = {"page_size", COUNT, "24", 1, 96,
		"Products, orders or rows on a page."},
	[SET_PASSWORD_MIN] = {"password_min", COUNT, "12", 8, 64,
		"The shortest password, in bytes, of an account without "
		"TOTP."},
	[SET_HASH_SLOTS] = {"hash_slots", COUNT, "2", 1, 64,
		"Password hashes computed at once on this host."},
	[SET_HASH_QUEUE] = {"hash_queue", COUNT, "16", 0, 256,
		"Requests that may wait for one; lowered where too few "
		"shop workers are alive, so that a storm of logins leaves "
		"some free."},
	[SET_LOGIN_TRIES] = {"login_tries", COUNT, "10", 1, 100,
		"Wrong passwords of one network, or of one device or session "
		"that the account knows, at one account in 15 minutes."},
	[SET_NETWORK_TRIES] = {"network_tries", COUNT, "30", 1, 10000,
		"Wrong passwords and codes of a network (/24 or /64) in all in "
		"15 minutes; not of devices that the accounts know, and not "
		"behind an onion service."},
	[SET_LIMIT_REGISTER] = {"register_hourly", COUNT, "20", 1, 100000,
		"New accounts a network may open in an hour."},
};
/* clang-format on */

/* What was read: borrowed for the life of the process. */
static const char *VALUES[SETTING_COUNT];

static const char *value(enum setting s)
{
	/* systemd gives each pool a folder of its own. */
	const char *runtime = getenv("RUNTIME_DIRECTORY");

	if (s == SET_RUN_DIR && !VALUES[s] && runtime)
		return runtime;
	return VALUES[s] ? VALUES[s] : ROWS[s].fallback;
}

/* A path that is not absolute is one of systemd's credentials or, by hand,
 * of the keys in /etc. */
static const char *secret_path(const char *path)
{
	const char *keys = getenv("CREDENTIALS_DIRECTORY");

	if (!*path || *path == '/')
		return path;
	return arena_printf(arena_process(), "%s/%s",
	                    keys ? keys : COINTILL_ETC "/keys", path);
}

const char *setting_text(enum setting s)
{
	switch (ROWS[s].kind) {
	case TEXT:
	case CURRENCY:
		return value(s);
	case SECRET:
		return secret_path(value(s));
	case COUNT:
	case YES:
	case MONEY:
		break;
	}
	panic("%s is not a text", ROWS[s].name);
}

static bool whole(int64_t *out, const char *text)
{
	char *end;

	errno = 0;
	*out = strtoll(text, &end, 10);
	return *text && !*end && !errno;
}

const char *setting_word(enum setting s, const char *name)
{
	const char *p = setting_text(s);
	size_t len = strlen(name);

	while (*(p += strspn(p, " \t"))) {
		size_t word = strcspn(p, " \t");

		if (word > len && p[len] == '=' && !strncmp(p, name, len))
			return arena_printf(arena_process(), "%.*s",
			                    (int)(word - len - 1), p + len + 1);
		p += word;
	}
	return NULL;
}

int64_t setting_count(enum setting s)
{
	int64_t n;

	must(ROWS[s].kind == COUNT && whole(&n, value(s)));
	return n;
}

bool setting_yes(enum setting s)
{
	must(ROWS[s].kind == YES);
	return strcmp(value(s), "yes") == 0;
}

struct currency setting_currency(void)
{
	return currency_find(setting_text(SET_CURRENCY));
}

int64_t setting_paid_least(void)
{
	int64_t least = money_to_minor(setting_money(SET_DEPOSIT_MIN));

	return least > 0 ? least : 1;
}

/* What nobody has set is about as much in every currency. */
static struct money usual(enum setting s)
{
	return money_about_dollars(
		(uint32_t)strtoul(ROWS[s].fallback, NULL, 10),
		setting_currency());
}

struct money setting_money(enum setting s)
{
	struct money m, most = money_most(setting_currency());

	must(ROWS[s].kind == MONEY);
	if (!VALUES[s])
		return usual(s);
	must(!money_parse_floor(&m, value(s), setting_currency()));
	return money_cmp(m, most) > 0 ? most : m;
}

static const char *fault(const struct row *row, const char *text)
{
	struct money m;
	int64_t n;

	switch (row->kind) {
	case TEXT:
	case SECRET:
		return NULL;
	case COUNT:
		if (!whole(&n, text) || n < row->min || n > row->max)
			return "not a whole number within its limits";
		return NULL;
	case YES:
		return !strcmp(text, "yes") || !strcmp(text, "no")
		               ? NULL
		               : "neither yes nor no";
	case MONEY:
		return money_parse_floor(&m, text, currency_find("KWD"));
	case CURRENCY:
		return currency_find(text).v ? NULL : "no such currency";
	}
	panic("no such kind of setting");
}

static const char *store(const char *name, const char *text,
                         setting_fault *judge)
{
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const char *why;

		if (strcmp(ROWS[i].name, name) != 0)
			continue;
		why = fault(&ROWS[i], text);
		if (!why && judge)
			why = judge(arena_process(), (enum setting)i, text);
		if (!why)
			VALUES[i] = arena_text(arena_process(), text);
		return why;
	}
	return "no such setting";
}

const char *settings_set(const char *name, const char *text)
{
	return store(name, text, NULL);
}

/* Cuts white space off both ends, in place. */
static char *trim(char *s)
{
	size_t n;

	s += strspn(s, " \t\r\n");
	n = strlen(s);
	while (n && strchr(" \t\r\n", s[n - 1]))
		s[--n] = '\0';
	return s;
}

static const char *read_line(char *line, setting_fault *judge)
{
	char *equals;
	const char *name, *why;

	if (strlen(line) == LINE_MOST - 1 && !strchr(line, '\n'))
		return "the line is too long";
	line = trim(line);
	if (!*line || *line == '#')
		return NULL;
	equals = strchr(line, '=');
	if (!equals)
		return "expected `name = value`";
	*equals = '\0';
	name = trim(line);
	why = store(name, trim(equals + 1), judge);
	return why ? arena_printf(arena_process(), "%s: %s", name, why) : NULL;
}

/* Goes on after a fault, so that all of them are told at once. */
static bool read_lines(FILE *f, const char *path, setting_fault *judge,
                       FILE *err)
{
	char line[LINE_MOST];
	bool good = true;

	for (int n = 1; fgets(line, sizeof(line), f); n++) {
		const char *why = read_line(line, judge);

		if (why) {
			fprintf(err, "%s, line %d: %s\n", path, n, why);
			good = false;
		}
	}
	return good;
}

bool settings_read(const char *path, setting_fault *judge, FILE *err)
{
	FILE *f = fopen(path, "re");
	bool good;

	if (!f) {
		fprintf(err, "cannot read the settings in %s: %s\n", path,
		        strerror(errno));
		return false;
	}
	good = read_lines(f, path, judge, err);
	fclose(f);
	return good;
}

void settings_print(FILE *out)
{
	char amount[MONEY_TEXT];

	for (size_t i = 0; i < SETTING_COUNT; i++) {
		bool is_money = ROWS[i].kind == MONEY;

		if (is_money)
			money_print(amount, usual((enum setting)i));
		fprintf(out, "# %s\n#%s = %s\n\n", ROWS[i].meaning,
		        ROWS[i].name, is_money ? amount : ROWS[i].fallback);
	}
}
