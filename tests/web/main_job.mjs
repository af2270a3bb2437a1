#!/usr/bin/env node
/* SPDX-License-Identifier: MIT */
/*
 * main_job: a person comes, tops up, buys and has it; with JavaScript,
 * without, and on a phone.
 */
import { PASSWORD, SANDBOX, SHOP, audit, claim, freshName, must, number,
	openWindow, overflow, same, sql, stock, story, until } from "./lib.mjs";

const DEVICES = {
	"with JavaScript": {},
	"without JavaScript": { javaScriptEnabled: false },
	"on a phone": { viewport: { width: 360, height: 740 }, isMobile: true,
		hasTouch: true },
};

const text = (page, what = "main") => page.locator(what).innerText();

/* One person with one device. */
class Person {
	constructor(kind, things) {
		this.kind = kind;
		this.things = things;
		this.name = freshName("p");
	}

	claim(sentence, body) {
		return claim(`${this.kind}: ${sentence}`, body);
	}

	async openDevice() {
		const opened = await openWindow(DEVICES[this.kind]);

		opened.context.setDefaultTimeout(20000);
		return opened;
	}

	async go(path) {
		await this.page.goto(SHOP + path);
		await this.fits();
	}

	async press(name, where = this.page.locator("main")) {
		await where.getByRole("button", { name, exact: false }).first().click();
		await this.page.waitForLoadState("load");
		await this.fits();
	}

	/* Nothing sticks out of the window; without script, nobody can measure. */
	async fits() {
		if (this.kind === "without JavaScript")
			return;
		const wide = await overflow(this.page);

		must(!wide, `${this.page.url()} is too wide: ${wide}`);
	}

	async comes() {
		Object.assign(this, await this.openDevice());
		await this.claim("a visitor looks around and puts something into the cart",
			async () => {
				await this.go("/");
				await this.go(`/product/${this.things[0]}`);
				await this.press("Put into the cart");
				must((await text(this.page)).includes("Sign in to buy"),
					"not in the cart");
			});
		await this.claim("registers with a name and a password, and keeps ten codes",
			async () => {
				await this.page.getByRole("link", { name: "Open an account" })
					.click();
				await this.page.fill("#user", this.name);
				await this.page.fill("#password", PASSWORD);
				await this.page.fill("#again", PASSWORD);
				await this.press("Open my account");
				const codes = await this.page.locator("#list code")
					.allInnerTexts();

				same(new Set(codes).size, 10, "codes");
				await this.press("I have kept them safe");
				same(new URL(this.page.url()).pathname, "/cart",
					"back at");
				must((await text(this.page)).includes("Missing"),
					"the cart came along, and credit is missing");
			});
		this.id = await number(`SELECT id FROM users
			WHERE name = '${this.name}'`);
	}

	/* Plays the wallet: pays in full what stands at this address, or sends
	 * so many coins there. */
	async pays(address, asset, amount) {
		const { context, page, wrong } = await this.openDevice();

		await page.goto(`${SANDBOX}/`);
		if (amount) {
			await page.selectOption("#send-asset", asset);
			await page.fill("#send-address", address);
			await page.fill("#send-amount", amount);
			await page.getByRole("button", { name: "Send", exact: true })
				.click();
			await page.getByText("The coins are on their way.").waitFor();
		} else {
			await page.locator("article", { hasText: address })
				.getByRole("button", { name: "Pay in full" }).click();
			await page.getByText("The coins arrived: it is paid.")
				.waitFor();
		}
		await context.close();
		same(wrong, [], "what went wrong in the wallet");
	}

	/* The address is made meanwhile, and the page loads again. */
	async asksForAddress() {
		await this.page.getByRole("button", { name: "Continue to payment" })
			.click();
		await this.page.locator("#address").waitFor();
		await this.page.waitForLoadState("load");
		await this.fits();
	}

	/* Nobody touches the page: it goes on by itself.  Without script nothing
	 * is moved under the reader: a link asks again. */
	async seesReceipt() {
		const receipt = this.page.getByRole("heading", { name: "Receipt" });

		if (this.kind === "without JavaScript")
			await until("the receipt is there", async () => {
				await this.page.getByRole("link", { name: "Refresh" })
					.click();
				await this.page.waitForLoadState("load");
				return await receipt.count() > 0;
			}, 40);
		await receipt.waitFor({ timeout: 40000 });
		await this.fits();
		return text(this.page);
	}

	async topsUp() {
		await this.claim("asks for a Litecoin address, any amount", async () => {
			await this.go("/deposit");
			await this.page.locator("label[for=coin-LTC]").click();
			await this.asksForAddress();
			const said = await text(this.page);

			for (const what of ["Pay any amount of LTC", "Expires in",
				"Litecoin (LTC) address", "Send only LTC on Litecoin."])
				must(said.includes(what), `"${what}" is not said`);
			await this.page.locator(".rules summary").click();
			must((await text(this.page)).includes("Wrong network"),
				"the rules are not there");
			must(await this.page.locator(".scan svg, .scan img").count(),
				"no QR code");
			must(/^litecoin:/.test(await this.page.getByRole("link",
				{ name: "Open in wallet" }).getAttribute("href")),
			"no payment address for a wallet");
		});
		await this.claim("sends, and the page says by itself that it is credited",
			async () => {
				const address = await this.page.textContent("#address");

				await this.pays(address, "LTC", "0.5");
				const said = await this.seesReceipt();

				must(said.includes("0.5 LTC"), said);
				must(/Credited\s+\$\d+\.\d\d/.test(said), said);
			});
		await this.claim("asks for 20.00 in USDC and pays exactly that", async () => {
			await this.go("/deposit");
			await this.page.locator("label[for=coin-USDC_ERC20]").click();
			await this.page.fill("#amount", "20.00");
			await this.asksForAddress();
			same(await this.page.locator("#must").innerText(), "20",
				"what must arrive");
			await this.pays(await this.page.textContent("#address"));
			const said = await this.seesReceipt();

			must(/Credited\s+\$20\.00/.test(said), said);
		});
	}

	async buys() {
		await this.claim("fills the cart, changes a number and buys", async () => {
			await this.go(`/product/${this.things[1]}`);
			await this.page.fill("#quantity", "2");
			await this.press("Put into the cart");
			await this.page.fill(`#n-${this.things[1]}`, "3");
			await this.press(/^Update .*Lantern/);
			/* 4.00 + 3 x 2.50 */
			must(/Total\s+\$11\.50/.test(await text(this.page)),
				await text(this.page));
			await this.press("Buy for $11.50");
			must(/\/order\/[\w-]{22}$/.test(this.page.url()),
				`ends at ${this.page.url()}`);
			this.order = new URL(this.page.url()).pathname;
		});
		await this.claim("shows the goods, all four of them", async () => {
			must(!(await text(this.page)).includes("secret "),
				"they are shown unasked");
			await this.press("Show my goods");
			const units = await this.page.locator("pre").allInnerTexts();

			same(units.filter((s) => /^secret /.test(s)).length, 4, "goods");
			same(new Set(units).size, 4, "different ones");
		});
	}

	async looksBack() {
		await this.claim("the statement says every movement, and ends with the balance",
			async () => {
				const [[end]] = await sql(`SELECT FORMAT((top_up_amount -
					consume_records) / 100, 2) FROM users
					WHERE id = ${this.id}`);

				await this.go("/account/statement");
				const said = await text(this.page);

				same(await this.page.locator("tbody tr:not(.quiet)").count(),
					3, "rows");
				must(said.includes("$11.50") && said.includes("$20.00"),
					said);
				must(said.replace(/\s+/g, " ")
					.includes(`At the end $${end}`), `${end} in ${said}`);
			});
		await this.claim("the same as CSV, as a file", async () => {
			const link = await this.page.getByRole("link",
				{ name: "Save as CSV" }).getAttribute("href");
			const answer = await this.context.request.get(SHOP + link);
			const lines = (await answer.text()).trim().split("\r\n");

			same(answer.status(), 200, "answer");
			must(/attachment/.test(answer.headers()["content-disposition"]),
				"not a file");
			must(lines.length >= 4, `${lines.length} lines`);
			must(lines.some((s) => s.includes("11.50")), lines.join("\n"));
		});
		await this.claim("the news tell of what arrived", async () => {
			await until20(async () => {
				await this.go("/account");
				return await this.page.locator(".news li").count() >= 2;
			});
			must((await text(this.page, ".news")).includes("20.00"),
				await text(this.page, ".news"));
			await this.go("/account");
			must(!(await text(this.page)).includes("new\n"), "still new");
		});
		await this.claim("the order stands in the list", async () => {
			await this.go("/orders");
			must(await this.page.locator(`a[href="${this.order}"]`).count(),
				"it is not there");
		});
	}

	async leaves() {
		await this.claim("signs out; the cart is there on another device", async () => {
			await this.go(`/product/${this.things[0]}`);
			await this.press("Put into the cart");
			await this.press("Sign out", this.page.locator("footer"));
			await this.go("/cart");
			must((await text(this.page)).includes("Your cart is empty"),
				"the cart is left behind for the next one");
			const other = await this.openDevice();

			await other.page.goto(`${SHOP}/login?next=/cart`);
			await other.page.fill("#user", this.name);
			await other.page.fill("#password", PASSWORD);
			await other.page.locator("main").getByRole("button",
				{ name: "Sign in" }).click();
			await other.page.getByRole("button", { name: "Buy for $4.00" })
				.waitFor();
			same(other.wrong, [], "what went wrong there");
			await other.context.close();
		});
		await this.claim("no error, no dialog, nothing the security policy stopped",
			() => same(this.wrong, []));
		await this.context.close();
	}

	async lives() {
		await this.comes();
		await this.topsUp();
		await this.buys();
		await this.looksBack();
		await this.leaves();
	}
}

async function until20(test) {
	for (let i = 0; i < 40; i++) {
		if (await test())
			return;
		await new Promise((done) => setTimeout(done, 500));
	}
	throw new Error("not within 20 s");
}

await story(async () => {
	const tag = freshName("x").slice(2, 8);
	const things = [await stock("4.00", 20, `Reading room pass ${tag}`),
		await stock("2.50", 20, `Paper Lantern ${tag}`)];

	await Promise.all(Object.keys(DEVICES)
		.map((kind) => new Person(kind, things).lives()));
	await audit();
});
