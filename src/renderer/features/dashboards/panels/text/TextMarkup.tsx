import { Anchor } from '@mantine/core';
import { DomUtils, ElementType, parseDocument } from 'htmlparser2';
import { createElement, Fragment, memo, type ReactNode } from 'react';

type HtmlNode = ReturnType<typeof parseDocument>['children'][number];
type HtmlElement = Extract<HtmlNode, { readonly attribs: object }>;

/** Elements that are shown, and as what: a panel's title is a heading of the third level. */
const SHOWN: ReadonlyMap<string, string> = new Map([
  ...['p', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'blockquote', 'pre', 'code', 'kbd', 'hr', 'br'].map(same),
  ...['strong', 'em', 'del', 'sub', 'sup', 'table', 'thead', 'tbody', 'tr', 'th', 'td'].map(same),
  ['b', 'strong'],
  ['i', 'em'],
  ['s', 'del'],
  ['h1', 'h4'],
  ['h2', 'h5'],
  ['h3', 'h6'],
  ['h4', 'h6'],
  ['h5', 'h6'],
  ['h6', 'h6'],
  ['div', 'div'],
]);
const EMPTY: ReadonlySet<string> = new Set(['hr', 'br']);
/** What these hold is no text. Of other elements that are not shown the text stays. */
const DROPPED: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'iframe',
  'object',
  'svg',
  'math',
  'select',
]);
/** These hold no text of their own but white space, which React refuses between the rows of a table. */
const OF_ELEMENTS: ReadonlySet<string> = new Set(['table', 'thead', 'tbody', 'tr', 'ul', 'ol', 'dl']);
/** What is deeper than this nobody wrote to be read, and it would fill the stack. */
const MAX_DEPTH = 50;

function isElement(node: HtmlNode): node is HtmlElement {
  return 'attribs' in node;
}

function same(name: string): [string, string] {
  return [name, name];
}

/** The address where it is one of the web, which alone can be opened. */
function webAddress(url: string): string | null {
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    // A path on a Grafana server, or half an address.
    return null;
  }
}

function linkOf({ attribs, children }: HtmlElement, shown: ReactNode, key: number): ReactNode {
  const { href: url = '' } = attribs;
  const href = webAddress(url);
  if (href !== null) {
    return (
      <Anchor key={key} inherit href={href} target="_blank" rel="noreferrer" underline="always">
        {shown}
      </Anchor>
    );
  }
  return (
    <Fragment key={key}>
      {shown}
      {url !== '' && DomUtils.textContent(children) !== url && ` (${url})`}
    </Fragment>
  );
}

function elementOf(element: HtmlElement, depth: number, key: number): ReactNode {
  const { name, attribs, children } = element;
  if (DROPPED.has(name)) return null;
  if (name === 'img') return attribs.alt;
  if (EMPTY.has(name)) return createElement(name, { key });
  const shown = nodesOf(OF_ELEMENTS.has(name) ? children.filter(isElement) : children, depth + 1);
  if (name === 'a') return linkOf(element, shown, key);
  return createElement(SHOWN.get(name) ?? Fragment, { key }, shown);
}

function nodesOf(nodes: readonly HtmlNode[], depth: number): ReactNode {
  if (depth > MAX_DEPTH) return '…';
  return nodes.map((node, i) => {
    if (isElement(node)) return elementOf(node, depth, i);
    return node.type === ElementType.Text ? node.data : null;
  });
}

/**
 * HTML of a dashboard's author. The elements that make up a text are made anew, without any of their attributes but the
 * address of a link; all else is left out.
 */
export const TextMarkup = memo(function TextMarkup({ html }: { readonly html: string }) {
  return nodesOf(parseDocument(html).children, 0);
});
