import { Chip, Group } from '@mantine/core';
import { IconAlertTriangle, IconBulb, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useState } from 'react';
import type { ExpositionFinding, FindingSeverity } from '../../../../shared/domain/exposition.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import classes from './PageDrawer.module.css';

const SEVERITIES = {
  error: { icon: IconCircleX, one: 'error', many: 'errors' },
  warning: { icon: IconAlertTriangle, one: 'warning', many: 'warnings' },
  advice: { icon: IconBulb, one: 'advice', many: 'advice' },
} as const satisfies Record<FindingSeverity, unknown>;
const NAMES = ['error', 'warning', 'advice'] as const;

interface FindingListProps {
  readonly findings: readonly ExpositionFinding[];
  readonly left: number;
  readonly onShow: (line: number) => void;
}

/** What the lint says, each with its line; choosing one shows the line. */
export function FindingList({ findings, left, onShow }: FindingListProps) {
  const [hidden, setHidden] = useState<readonly FindingSeverity[]>([]);
  if (findings.length === 0) {
    return (
      <EmptyState
        icon={IconCircleCheck}
        title="Nothing to say against this page"
        message="It keeps to its format's specification and to the naming practices."
      />
    );
  }
  return (
    <>
      <Group gap={6} className={classes.filters ?? ''}>
        {NAMES.map((name) => {
          const count = findings.filter(({ severity }) => severity === name).length;
          if (count === 0) return null;
          const { one, many } = SEVERITIES[name];
          return (
            <Chip
              key={name}
              size="xs"
              checked={!hidden.includes(name)}
              onChange={(isShown) =>
                setHidden(isShown ? hidden.filter((other) => other !== name) : [...hidden, name])
              }
            >
              {count} {count === 1 ? one : many}
            </Chip>
          );
        })}
      </Group>
      <ul className={classes.list} data-testid={testIds.targets.pageFindings}>
        {findings
          .filter(({ severity }) => !hidden.includes(severity))
          .map((finding) => (
            <Finding
              key={`${finding.line}:${finding.column}:${finding.path}:${finding.rule}:${finding.message}`}
              finding={finding}
              onShow={onShow}
            />
          ))}
      </ul>
      {left > 0 && (
        <p className={classes.note}>{left.toLocaleString('en')} more findings of the same rules.</p>
      )}
    </>
  );
}

interface FindingProps {
  readonly finding: ExpositionFinding;
  readonly onShow: (line: number) => void;
}

function Finding({ finding, onShow }: FindingProps) {
  const { severity, message, line, rule, source, refused, path } = finding;
  const { icon: Icon, one } = SEVERITIES[severity];
  return (
    <li>
      <button type="button" className={classes.finding} data-severity={severity} onClick={() => onShow(line)}>
        <Icon size={15} className={classes.findingIcon} role="img" aria-label={one} />
        <span className={classes.findingText}>
          <span>{message}</span>
          <span className={classes.findingSource}>
            {path !== '' && `${path} · `}
            {rule} · {source}
            {refused && ' · Prometheus refuses the page'}
          </span>
        </span>
        <span className={`${classes.findingLine} numeric`}>line {line}</span>
      </button>
    </li>
  );
}
