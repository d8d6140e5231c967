import {
  type FilledVariables,
  interpolateText,
} from '../../../../shared/dashboards/variables/interpolate.ts';
import type { TextPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { currentBuiltins } from '../query/current-builtins.ts';
import classes from './TextBody.module.css';
import { textBlocks } from './text-blocks.ts';

interface TextBodyProps {
  readonly panel: TextPanel;
  readonly variables: FilledVariables;
  readonly dashboardTitle: string;
}

/** A text of the dashboard's author: headings, lists and paragraphs as text, never as markup. */
export function TextBody({ panel, variables, dashboardTitle }: TextBodyProps) {
  const { mode = 'markdown', content = '' } = panel.options;
  const filled = interpolateText(content, variables, currentBuiltins(dashboardTitle)).text;
  const blocks = textBlocks(filled, mode);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
    <div className={classes.text} tabIndex={0} dir="auto">
      {blocks.map(({ kind, text }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity of their own and keep no state
        <p key={i} data-block={kind}>
          {text}
        </p>
      ))}
    </div>
  );
}
