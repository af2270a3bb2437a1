/* SPDX-License-Identifier: MIT */
/*
 * Polish only: every page works without this file.
 *
 *   data-copy="id"   copies what the element of that id says or holds
 *   data-print       prints the page
 *   data-status      a payment: asks that URL and keeps the page up to date
 *   data-until       the end of a payment: counts down beside it
 */
"use strict";
(function () {
	const ASK_S = 5, METER = 1200;
	const find = (name, where) => (where || document).querySelector(name);
	const all = (name, where) =>
		Array.from((where || document).querySelectorAll(name));

	function say(button, word) {
		const was = Array.from(button.childNodes);

		button.replaceChildren(word);
		setTimeout(() => button.replaceChildren(...was), 2000);
	}

	function textOf(node) {
		if (node.value)
			return node.value;
		const rows = all("li", node);

		return rows.length ? rows.map((r) => r.textContent.trim()).join("\n")
			: node.textContent;
	}

	function copy(button) {
		const node = document.getElementById(button.dataset.copy);

		navigator.clipboard.writeText(textOf(node)).then(
			() => say(button, "Copied"),
			() => getSelection().selectAllChildren(node));
	}

	function pad(n) {
		return String(n).padStart(2, "0");
	}

	function countDown(end, left) {
		const s = Math.max(0, Math.floor((end - Date.now()) / 1000));
		const h = Math.floor(s / 3600);
		const rest = pad(Math.floor(s / 60) % 60) + ":" + pad(s % 60);

		left.textContent = "(" + (h ? h + ":" : "") + rest + " left)";
		if (s > 0)
			setTimeout(countDown, 1000, end, left);
	}

	function setText(node, text) {
		if (node && typeof text === "string" && node.textContent !== text)
			node.textContent = text;
	}

	function show(pay, now) {
		setText(find("[data-headline]", pay), now.headline);
		setText(find("[data-detail]", pay), now.detail);
		all("[data-step]", pay).forEach((node, i) => {
			const step = (now.steps || [])[i];

			if (!step)
				return;
			node.className = step.band;
			if (step.band === "now")
				node.setAttribute("aria-current", "step");
			else
				node.removeAttribute("aria-current");
			setText(find("[data-note]", node), step.note);
		});
	}

	/* Whether the page shows other deposits than there are now. */
	function isOther(pay, now) {
		const rows = all("[data-deposit]", pay);
		const list = now.deposits || [];

		return rows.length !== list.length || list.some((d, i) =>
			d.state.toUpperCase() !== rows[i].dataset.deposit ||
			d.label !== find(".state", rows[i]).textContent);
	}

	function showDeposits(pay, now) {
		all("[data-deposit]", pay).forEach((row, i) => {
			const d = now.deposits[i], bar = find(".meter .fill", row);

			setText(find("[data-depth]", row), d.depth);
			setText(find("[data-note]", row), d.note);
			if (bar && d.needed > 0)
				bar.setAttribute("width", METER *
					Math.min(d.confirmations / d.needed, 1));
		});
	}

	/* Waits longer after each failure, and not at all in a hidden tab. */
	async function watch(pay, failures) {
		let wait = ASK_S * Math.min(2 ** failures, 12);

		try {
			if (!document.hidden) {
				const answer = await fetch(pay.dataset.status,
					{ cache: "no-store", credentials: "same-origin" });
				const now = await answer.json();

				if (now.state && (now.state !== pay.dataset.state ||
					isOther(pay, now)))
					return location.reload();
				show(pay, now);
				showDeposits(pay, now);
				failures = 0;
				wait = ASK_S;
			}
		} catch (e) {
			failures++;
		}
		setTimeout(watch, wait * 1000, pay, failures);
	}

	all("[data-print]").forEach((button) => {
		button.hidden = false;
		button.addEventListener("click", () => print());
	});
	if (navigator.clipboard)
		all("[data-copy]").forEach((button) => {
			button.hidden = false;
			button.addEventListener("click", () => copy(button));
		});
	const until = find("[data-until]"), left = find("[data-left]");

	if (until && left)
		countDown(Date.parse(until.dateTime), left);
	const pay = find("[data-status]");

	if (pay && "watched" in pay.dataset) {
		const refresh = find("meta[http-equiv=refresh]");

		/* The page is kept fresh from here, so its own refresh stops. */
		if (refresh)
			refresh.remove();
		addEventListener("load", () => {
			window.stop();
			setTimeout(watch, ASK_S * 1000, pay, 0);
		});
	}
}());
