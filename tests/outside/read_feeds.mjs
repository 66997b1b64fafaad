// What feedsmith reads in feeds: one JSON list on the standard output, an object a file.
//   node read_feeds.mjs FEEDSMITH FILE...    FEEDSMITH is the main file of the npm package
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [home, ...files] = process.argv.slice(2);
const { parseFeed } = await import(pathToFileURL(home).href);

const text = (said) => (typeof said === "string" ? said : said?.value) ?? "";
const link = (links, rel) => links?.find((one) => one.rel === rel)?.href ?? "";

const forms = {
  atom: (one) => ({
    id: one.id,
    address: link(one.links, "alternate"),
    title: text(one.title),
    summary: text(one.summary),
    html: text(one.content),
    published: one.published,
    updated: one.updated,
    tags: one.categories?.map((tag) => tag.term) ?? [],
    image: one.media?.thumbnails?.[0]?.url ?? "",
  }),
  rss: (one) => ({
    id: text(one.guid),
    address: one.link ?? "",
    title: text(one.title),
    summary: text(one.description),
    html: one.content?.encoded ?? "",
    published: one.pubDate,
    updated: one.atom?.updated ?? one.pubDate,
    tags: one.categories?.map((tag) => tag.name) ?? [],
    image: one.media?.thumbnails?.[0]?.url ?? "",
  }),
  json: (one) => ({
    id: one.id,
    address: one.url ?? "",
    title: one.title ?? "",
    summary: one.summary ?? "",
    html: one.content_html,
    published: one.date_published,
    updated: one.date_modified ?? one.date_published,
    tags: one.tags ?? [],
    image: one.image ?? "",
  }),
};

const read = (file) => {
  const { format, feed } = parseFeed(readFileSync(file, "utf8"));
  const own = feed.feed_url ?? link(feed.links ?? feed.atom?.links, "self");
  const items = (feed.entries ?? feed.items ?? []).map(forms[format]);
  return { format, title: text(feed.title), own, items };
};
console.log(JSON.stringify(files.map(read)));
