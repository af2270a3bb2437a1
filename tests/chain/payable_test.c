/* SPDX-License-Identifier: MIT */
#include "chain/payable.h"
#include <criterion/criterion.h>
#include <string.h>

static const char *fault(const char *asset, const char *text)
{
	struct address a;

	return payable_read(&a, asset_find(asset), CHAIN_MAIN, text);
}

static const struct {
	const char *asset, *address;
} NOBODYS[] = {
	{"BTC",        "1111111111111111111114oLvT2"                     },
	{"BTC",        "1BitcoinEaterAddressDontSendf59kuE"              },
	{"BTC",        "31h1vYVSYuKP6AhS86fbRdMw9XHieotbST"              },
	{"BTC",
         "bc1p2zffkaxp5py4fdutfdsrt6t6tcrc5ks09rkfd428hlhf4n5q8tqqwv7ahk"},
	{"BTC",
         "BC1P2ZFFKAXP5PY4FDUTFDSRT6T6TCRC5KS09RKFD428HLHF4N5Q8TQQWV7AHK"},
	{"LTC",        "LKDxGDJq5fF4FohAB8zJH24mDDNHDNtqsE"              },
	{"DOGE",       "D596YFweJQuHY1BbjazZYmAbt8jJPbKehC"              },
	{"DOGE",       "DDogepartyxxxxxxxxxxxxxxxxxxw1dfzr"              },
	{"ETH",        "0x0000000000000000000000000000000000000000"      },
	{"ETH",        "0x0000000000000000000000000000000000000001"      },
	{"USDT_ERC20", "0x0000000000000000000000000000000000000011"      },
	{"BNB",        "0x0000000000000000000000000000000000001000"      },
	{"ETH",        "0x000000000000000000000000000000000000dEaD"      },
	{"BNB",        "0x000000000000000000000000000000000000dead"      },
	{"ETH",        "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE"      },
	{"ETH",        "0xdEAD000000000000000042069420694206942069"      },
	{"ETH",        "0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF"      },
	{"BNB",        "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"      },
 /* contracts of one network on the other, in any case */
	{"BNB",        "0xdac17f958d2ee523a2206206994597c13d831ec7"      },
	{"USDC_ERC20", "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d"      },
	{"TRX",        "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb"              },
	{"TRX",        "TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy"              },
	{"SOL",        "So11111111111111111111111111111111111111112"     },
	{"SOL",        "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"     },
	{"SOL",        "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"     },
	{"USDC_SOL",   "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"    },
	{"SOL",        "11111111111111111111111111111111"                },
	{"SOL",        "1nc1nerator11111111111111111111111111111111"     },
	{"SOL",        "SysvarC1ock11111111111111111111111111111111"     },
	{"SOL",        "SysvarRent111111111111111111111111111111111"     },
	{"SOL",        "Sysvar1nstructions1111111111111111111111111"     },
	{"SOL",        "Stake11111111111111111111111111111111111111"     },
	{"SOL",        "Vote111111111111111111111111111111111111111"     },
	{"SOL",        "ComputeBudget111111111111111111111111111111"     },
	{"SOL",        "BPFLoaderUpgradeab1e11111111111111111111111"     },
};

Test(payable, addresses_that_are_nobodys_are_refused)
{
	for (size_t i = 0; i < sizeof(NOBODYS) / sizeof(*NOBODYS); i++)
		cr_expect(fault(NOBODYS[i].asset, NOBODYS[i].address), "%s %s",
		          NOBODYS[i].asset, NOBODYS[i].address);
}

Test(payable, no_coin_is_sent_to_the_contract_of_any)
{
	for (size_t i = 0; i < ASSETS_COUNT; i++) {
		const struct asset *token = &ASSETS[i];

		if (!token->contract)
			continue;
		cr_expect(fault(token->code, token->contract), "%s",
		          token->code);
		cr_expect(fault(network_coin(token->network)->code,
		                token->contract),
		          "%s", token->code);
	}
}

static const struct {
	const char *asset, *address;
} SOMEBODYS[] = {
	{"BTC",        "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"      },
	{"BTC",        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"              },
	{"BTC",        "3P14159f73E4gFr7JterCCQh9QjiTjiZrG"              },
	{"BTC",
         "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr"},
	{"LTC",        "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"     },
	{"DOGE",       "DPo478A7r6mMDTyxiHuB53EXuxTA91Rkmt"              },
	{"ETH",        "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"      },
	{"USDT_BEP20", "0x9858effd232b4033e47d90003d41ec34ecaeda94"      },
 /* six noughts at the front are a matter of patience */
	{"ETH",        "0x0000000000001ff3684f28c67538d4d072c22734"      },
	{"TRX",        "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"              },
	{"SOL",        "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"     },
};

Test(payable, everybody_elses_are_taken)
{
	for (size_t i = 0; i < sizeof(SOMEBODYS) / sizeof(*SOMEBODYS); i++) {
		const char *why =
			fault(SOMEBODYS[i].asset, SOMEBODYS[i].address);

		cr_expect_null(why, "%s: %s", SOMEBODYS[i].address, why);
	}
}

Test(payable, what_is_no_address_is_told_as_such)
{
	cr_expect_str_eq(fault("SOL", ""), "it is empty");
}
