import { Button } from '@mantine/core';
import { IconAlertTriangle, IconGitPullRequest } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { testIds } from '../../shared/test-ids.ts';
import { type EnvironmentFileState, useEnvironmentFile } from '../state/environment-file-store.ts';
import { navigationStore } from '../state/navigation-store.ts';
import { Banner } from '../ui/Banner.tsx';

interface Notice {
  readonly title: string;
  readonly text: string;
  readonly action: string | null;
}

function noticeOf(file: EnvironmentFileState): Notice | null {
  if (file.state === 'newer') return { title: 'Read-only', text: file.message, action: null };
  if (file.state === 'invalid')
    return { title: 'The environment’s file can’t be used', text: file.message, action: null };
  const [problem] = file.problems;
  if (problem !== undefined) {
    const more = file.problems.length > 1 ? ` And ${file.problems.length - 1} more.` : '';
    const place = problem.line > 0 ? `${problem.file || 'environment.yaml'}, line ${problem.line}: ` : '';
    return {
      title: 'Not everything is scraped',
      text: `${place}${problem.field}: ${problem.message}. Nothing is sent for it.${more}`,
      action: 'Variables',
    };
  }
  switch (file.source?.state) {
    case 'changed':
      return {
        title: 'The shared file was changed',
        text: `${file.source.changes.length} fields differ. Nothing is taken over before you have seen them.`,
        action: 'Show changes',
      };
    case 'conflict':
      return {
        title: 'Changed here and in the shared file',
        text: file.source.message,
        action: 'Show changes',
      };
    case 'invalid':
      return {
        title: 'The shared file can’t be used',
        text: `${file.source.message}. What was taken over last is in use.`,
        action: null,
      };
    default:
      return null;
  }
}

/** Says over the page what is wrong with the environment's file, or that a shared one was changed. */
export function EnvironmentFileBanner(): ReactNode {
  const file = useEnvironmentFile((state) => state.file);
  const notice = file === null ? null : noticeOf(file);
  if (notice === null) return null;
  const isChange = file?.source?.state === 'changed' && file.problems.length === 0;
  return (
    <Banner
      icon={isChange ? IconGitPullRequest : IconAlertTriangle}
      title={notice.title}
      role="alert"
      testId={testIds.shell.environmentFileBanner}
      action={
        notice.action !== null && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => navigationStore.getState().open('settings', 'environment-file')}
          >
            {notice.action}
          </Button>
        )
      }
    >
      {notice.text}
    </Banner>
  );
}
