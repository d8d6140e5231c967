import { useEffect, useState } from 'react';
import type { AlertMark } from '../../../../shared/domain/alert-timeline.ts';
import type { AlertMatcher } from '../../../../shared/domain/silence.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { useEngine } from '../../../state/engine-store.ts';
import { LabelChips } from '../../../ui/LabelChips.tsx';
import { StatusBadge } from '../../../ui/StatusBadge.tsx';
import { ALERT_STATE_NAMES, ALERT_TONES } from '../alert-state.ts';
import classes from './Silences.module.css';

const LISTED = 20;

type Preview =
  | { readonly state: 'none' }
  | { readonly state: 'known'; readonly marks: readonly AlertMark[] }
  | { readonly state: 'failed'; readonly message: string };

/** The active alerts that a silence of these matchers hides now. */
export function SilencePreview({ matchers }: { readonly matchers: readonly AlertMatcher[] }) {
  const revision = useEngine((state) => state.revisions.alerts);
  const [preview, setPreview] = useState<Preview>({ state: 'none' });
  const question = JSON.stringify(matchers);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is what says "ask again"
  useEffect(() => {
    let dropped = false;
    const asked = JSON.parse(question) as AlertMatcher[];
    if (asked.length === 0) {
      setPreview({ state: 'none' });
      return;
    }
    request('alerts.listMarks', { matchers: asked }).then(
      (marks) => !dropped && setPreview({ state: 'known', marks }),
      (thrown: unknown) => !dropped && setPreview({ state: 'failed', message: (thrown as Error).message }),
    );
    return () => {
      dropped = true;
    };
  }, [question, revision]);
  return (
    <section
      className={classes.preview}
      aria-label="Preview"
      aria-live="polite"
      data-testid={testIds.alerts.silencePreview}
    >
      {preview.state === 'none' && <p>Fill in a matcher to see what it hides.</p>}
      {preview.state === 'failed' && <p role="alert">{preview.message}</p>}
      {preview.state === 'known' && (
        <>
          <h3>
            {preview.marks.length === 0
              ? 'Hides no alert that is active now'
              : `Hides ${preview.marks.length} active ${preview.marks.length === 1 ? 'alert' : 'alerts'}`}
          </h3>
          <ul>
            {preview.marks.slice(0, LISTED).map(({ alert }) => (
              <li key={alert.fingerprint}>
                <StatusBadge tone={ALERT_TONES[alert.state]}>{ALERT_STATE_NAMES[alert.state]}</StatusBadge>
                <strong>{alert.ruleName}</strong>
                <LabelChips labels={alert.labels} omit={['alertname']} />
              </li>
            ))}
          </ul>
          {preview.marks.length > LISTED && <p>and {preview.marks.length - LISTED} more</p>}
        </>
      )}
    </section>
  );
}
