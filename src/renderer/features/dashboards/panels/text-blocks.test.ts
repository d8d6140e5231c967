import { expect, it } from 'vitest';
import { type TextBlock, textBlocks } from './text-blocks.ts';
import { textSpans } from './text-spans.ts';

function textOf(block: TextBlock): string {
  return block.kind === 'table' ? '' : block.spans.map(({ text }) => text).join('');
}

it('reads headings, lists, paragraphs and code', () => {
  const text = '# Title\n\nOne **bold**\nline [docs](https://x.example)\n\n- a\n- `b`\n\n```\nx  = 1\n```';
  const blocks = textBlocks(text, 'markdown');
  expect(blocks.map((block) => [block.kind, textOf(block)])).toEqual([
    ['heading', 'Title'],
    ['paragraph', 'One bold line docs'],
    ['item', 'a'],
    ['item', 'b'],
    ['code', 'x  = 1'],
  ]);
});

it('reads emphasis, code and links within a line', () => {
  expect(textSpans('a **b** *c* `d` [e](https://x.example/f) https://y.example, 2*3*4 x_y_z')).toEqual([
    { text: 'a ' },
    { text: 'b', mark: 'strong' },
    { text: ' ' },
    { text: 'c', mark: 'em' },
    { text: ' ' },
    { text: 'd', mark: 'code' },
    { text: ' ' },
    { text: 'e', href: 'https://x.example/f' },
    { text: ' ' },
    { text: 'https://y.example', href: 'https://y.example/' },
    { text: ', 2*3*4 x_y_z' },
  ]);
});

it('opens addresses of the web alone', () => {
  expect(textSpans('[a](javascript:alert) [b](/d/x)')).toEqual([
    { text: 'a (javascript:alert)' },
    { text: ' ' },
    { text: 'b (/d/x)' },
  ]);
});

it('reads tables', () => {
  const [table] = textBlocks('| a | b |\n|---|:-:|\n| 1 | **2** |', 'markdown');
  expect(table).toEqual({
    kind: 'table',
    hasHead: true,
    rows: [
      [[{ text: 'a' }], [{ text: 'b' }]],
      [[{ text: '1' }], [{ text: '2', mark: 'strong' }]],
    ],
  });
});

it('leaves no markup and no script of HTML, but its links, lists and emphasis', () => {
  const html =
    '<h1>Hi &amp; bye</h1><script>alert(1)</script><p onclick="x()">there</p><ul><li><b>x</b> <a class="y" href="https://z.example">z</a></li></ul>';
  const blocks = textBlocks(html, 'html');
  expect(blocks.map((block) => [block.kind, textOf(block)])).toEqual([
    ['heading', 'Hi & bye'],
    ['paragraph', 'there'],
    ['item', 'x z'],
  ]);
});

it.each(['[', '<', '<script>', '# ', '**', '__a', ' ', '&amp;'])('is quick on a file full of %j', (part) => {
  const started = performance.now();
  textBlocks(part.repeat(200_000), 'markdown');
  expect(performance.now() - started).toBeLessThan(500);
});
