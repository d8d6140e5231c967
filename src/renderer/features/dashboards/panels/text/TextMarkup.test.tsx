import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { TextMarkup } from './TextMarkup.tsx';
import { htmlOf, shorten } from './text-html.ts';

/** What is shown, as HTML without what Mantine adds to a link. */
function shown(content: string, mode: 'markdown' | 'html' = 'markdown'): string {
  const { container } = render(<TextMarkup html={htmlOf(shorten(content), mode) ?? content.slice(0, 9)} />, {
    wrapper: ({ children }) => (
      <MantineProvider>
        <main>{children}</main>
      </MantineProvider>
    ),
  });
  const main = container.querySelector('main');
  for (const link of main?.querySelectorAll('a') ?? []) {
    for (const { name } of [...link.attributes]) if (name !== 'href') link.removeAttribute(name);
  }
  return main?.innerHTML.replaceAll('\n', ' ').trim() ?? '';
}

it('shows headings, lists within lists, code and tables', () => {
  expect(shown('# A\n\nOne **bold** *slanted* `code`\n\n1. a\n   - b\n2. c')).toBe(
    '<h4>A</h4> <p>One <strong>bold</strong> <em>slanted</em> <code>code</code></p> ' +
      '<ol><li>a<ul><li>b</li></ul> </li><li>c</li></ol>',
  );
  expect(shown('```\nx  = 1 < 2\n```')).toBe('<pre><code>x  = 1 &lt; 2 </code></pre>');
  expect(shown('| a | b |\n|---|:-:|\n| 1 | **2** |')).toBe(
    '<table><thead><tr><th>a</th><th>b</th></tr></thead>' +
      '<tbody><tr><td>1</td><td><strong>2</strong></td></tr></tbody></table>',
  );
});

it('opens addresses of the web alone', () => {
  expect(shown('[a](https://x.example/f) <https://y.example> [b](javascript:alert(1)) [c](/d/x)')).toBe(
    '<p><a href="https://x.example/f">a</a> <a href="https://y.example/">https://y.example</a> ' +
      'b (javascript:alert(1)) c (/d/x)</p>',
  );
});

it.each([
  [
    '<h1>Hi &amp; bye</h1><script>alert(1)</script><p onclick="x()" style="color: red">there</p>',
    '<h4>Hi &amp; bye</h4><p>there</p>',
  ],
  [
    '<ul><li><b>x</b> <a class="y" href="https://z.example">z</a></li></ul>',
    '<ul><li><strong>x</strong> <a href="https://z.example/">z</a></li></ul>',
  ],
  ['<center><font color="red">a</font></center>', 'a'],
  ['<img src="https://x.example/y.png" onerror="x()" alt="A graph">', 'A graph'],
  ['<object data="x">a</object><iframe src="https://x.example"></iframe><style>a { }</style>b', 'b'],
  ['<a href=" java&#10;script:x()">c</a>', 'c ( java script:x())'],
])('keeps nothing of %s but the text', (html, text) => {
  expect(shown(html, 'html')).toBe(text);
  // Markdown may hold HTML too.
  expect(shown(`<div>${html}</div>`)).toBe(`<div>${text}</div>`);
});

it.each(['[', '<', '<script>', '# ', '**', '__a', ' ', '&amp;', '<b>', '> ', '- '])(
  'takes a file full of %j',
  (part) => {
    expect(shown(part.repeat(200_000)).length).toBeLessThan(200_000);
  },
);
