import { useMemo } from 'react';
import {
  type FilledVariables,
  interpolateText,
} from '../../../../shared/dashboards/variables/interpolate.ts';
import type { TextPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { currentBuiltins } from '../query/current-builtins.ts';
import classes from './TextBody.module.css';
import { TextMarkup } from './text/TextMarkup.tsx';
import { htmlOf, shorten } from './text/text-html.ts';

interface TextBodyProps {
  readonly panel: TextPanel;
  readonly variables: FilledVariables;
  readonly dashboardTitle: string;
}

/** A text of the dashboard's author: headings, lists, tables, emphasis and links of the web, never markup of its own. */
export function TextBody({ panel, variables, dashboardTitle }: TextBodyProps) {
  const { mode = 'markdown', content = '' } = panel.options;
  const filled = shorten(interpolateText(content, variables, currentBuiltins(dashboardTitle)).text);
  const html = useMemo(() => htmlOf(filled, mode), [filled, mode]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
    <div className={classes.text} tabIndex={0} dir="auto">
      {html === null ? <pre>{filled}</pre> : <TextMarkup html={html} />}
    </div>
  );
}
