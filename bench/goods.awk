# SPDX-License-Identifier: MIT
# Prints a catalogue for `cointill import`: 24 products to look at, and what
# the buyers buy, a product each (Own) and one for them all (Same).
#   awk -v seed=N -v price=MINOR -v buyers=N -v units=N -f goods.awk
# units is what one buyer may buy of each; with 0 there is nothing to buy.

function pick(words, n) {
	return words[int(rand() * n) + 1]
}

function product(sub_, category, cost, n,    i, name) {
	name = pick(FIRST, firsts) " " pick(SECOND, seconds) " " ++products
	for (i = 1; i <= n; i++) {
		printf "%s{\"item_type\":\"DIGITAL\",\"category\":\"%s\"," \
			"\"subcategory\":\"%s\",\"product\":\"%s\"," \
			"\"price\":\"%d.%02d\",\"private_data\":\"%d-%d\"}", \
			between, category, sub_, name, cost / 100, cost % 100, \
			products, i
		between = ",\n"
	}
}

BEGIN {
	srand(seed)
	firsts = split("Quiet Northern Hollow Paper Second Amber Winter " \
		"Borrowed Early Foldaway Distant Copper", FIRST, " ")
	seconds = split("Harbour Almanac Lanterns Grotesk Garden Orchard " \
		"Sampler Cartography Backup Tactics Meridian Album", SECOND, " ")
	print "["
	for (p = 1; p <= 24; p++)
		product("Shelf", "Bench", 100 + int(rand() * 4000), 1 + int(rand() * 9))
	for (p = 1; units && p <= buyers; p++)
		product("Own", "Till", price, units)
	if (units)
		product("Same", "Till", price, units * buyers)
	print "\n]"
}
