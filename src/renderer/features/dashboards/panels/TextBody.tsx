import { Anchor } from '@mantine/core';
import { useMemo } from 'react';
import {
  type FilledVariables,
  interpolateText,
} from '../../../../shared/dashboards/variables/interpolate.ts';
import type { TextPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { currentBuiltins } from '../query/current-builtins.ts';
import classes from './TextBody.module.css';
import { type TextBlock, textBlocks } from './text-blocks.ts';
import type { TextSpan } from './text-spans.ts';

interface TextBodyProps {
  readonly panel: TextPanel;
  readonly variables: FilledVariables;
  readonly dashboardTitle: string;
}

function Span({ text, mark, href }: TextSpan) {
  if (href !== undefined) {
    return (
      <Anchor inherit href={href} target="_blank" rel="noreferrer" underline="always">
        {text}
      </Anchor>
    );
  }
  switch (mark) {
    case 'strong':
      return <strong>{text}</strong>;
    case 'em':
      return <em>{text}</em>;
    case 'code':
      return <code>{text}</code>;
    default:
      return text;
  }
}

function Spans({ spans }: { readonly spans: readonly TextSpan[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity of their own and keep no state
  return spans.map((span, i) => <Span key={i} {...span} />);
}

function Block({ block }: { readonly block: TextBlock }) {
  if (block.kind !== 'table') {
    return (
      <p data-block={block.kind}>
        <Spans spans={block.spans} />
      </p>
    );
  }
  const [head, ...body] = block.hasHead ? block.rows : [null, ...block.rows];
  const cells = (row: readonly (readonly TextSpan[])[], Cell: 'th' | 'td') =>
    row.map((spans, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
      <Cell key={i}>
        <Spans spans={spans} />
      </Cell>
    ));
  return (
    <table>
      {head !== null && head !== undefined && (
        <thead>
          <tr>{cells(head, 'th')}</tr>
        </thead>
      )}
      <tbody>
        {body.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
          <tr key={i}>{row !== null && cells(row, 'td')}</tr>
        ))}
      </tbody>
    </table>
  );
}

/** A text of the dashboard's author: headings, lists, tables, emphasis and links of the web, never markup of its own. */
export function TextBody({ panel, variables, dashboardTitle }: TextBodyProps) {
  const { mode = 'markdown', content = '' } = panel.options;
  const filled = interpolateText(content, variables, currentBuiltins(dashboardTitle)).text;
  const blocks = useMemo(() => textBlocks(filled, mode), [filled, mode]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
    <div className={classes.text} tabIndex={0} dir="auto">
      {blocks.map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity of their own and keep no state
        <Block key={i} block={block} />
      ))}
    </div>
  );
}
