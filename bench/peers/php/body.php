<nav class="trail" aria-label="Where you are">
<ol><li><a href="/">All products</a></li>
<li aria-current="page"><?= e($c['category']['name']) ?></li></ol>
</nav>
<h1><?= e($c['category']['name']) ?></h1>
<?php if ($c['category']['description'] !== ''): ?>
<p class="lead"><?= e($c['category']['description']) ?></p>
<?php endif ?>
<ul class="pills">
<li><a href="/category/<?= e($c['category']['slug']) ?>" aria-current="true">All <span class="hint"><?= $c['found'] ?> products</span></a></li>
<?php foreach ($c['subs'] as $s): if ($s['products']): ?>
<li><a href="/category/<?= e($s['slug']) ?>"><?= e($s['name']) ?> <span class="hint"><?= $s['products'] ?> products</span></a></li>
<?php endif; endforeach ?>
</ul>
<section aria-labelledby="products">
<div class="split">
<h2 id="products"><?= $c['found'] ?> products</h2>
<form class="filter" action="/category/<?= e($c['category']['slug']) ?>" method="get">
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
<?php foreach ($c['products'] as $p): [$band, $stock] = stock((int)$p['stock']) ?>
<li class="card">
<img src="/cover/<?= e($p['slug']) ?>.svg?v=<?= $p['cover'] ?>" alt="" width="320" height="240" loading="lazy">
<h3><a href="/product/<?= e($p['slug']) ?>"><?= e($p['name']) ?></a></h3>
<p class="tag"><b class="price"><?= money((int)$p['price']) ?></b> <span class="stock <?= $band ?>"><?= e($stock) ?></span></p>
</li>
<?php endforeach ?>
</ul>
</section>
