import { describe, expect, it } from 'vitest';
import type { LoggedNotice, NoticedAlert } from '../../shared/domain/alert-notice.ts';
import { describeNotice } from './notice-text.ts';
import { notificationText } from './notification-text.ts';

function alert(ruleName: string, summary = ''): NoticedAlert {
  return { fingerprint: `f-${ruleName}`, ruleName, labels: [], summary, state: 'firing' };
}

function notice(changes: Partial<LoggedNotice>): LoggedNotice {
  return {
    id: 'n',
    atMs: 0,
    kind: 'firing',
    severity: 'none',
    groupLabels: [],
    alerts: [alert('PodDown', '<b>down</b>')],
    firingCount: 1,
    resolvedCount: 0,
    held: null,
    environmentId: 'shop',
    environmentName: 'Shop',
    read: false,
    ...changes,
  };
}

describe('describeNotice', () => {
  it.each<[Partial<LoggedNotice>, string]>([
    [{}, 'PodDown is firing · Shop'],
    [{ firingCount: 50, alerts: [alert('PodDown'), alert('PodDown')] }, '50 alerts firing: PodDown · Shop'],
    [{ kind: 'repeat' }, 'PodDown is still firing · Shop'],
    [{ kind: 'resolved', firingCount: 0, resolvedCount: 1 }, 'PodDown is resolved · Shop'],
    [{ kind: 'resolved', firingCount: 3, resolvedCount: 2 }, '2 alerts resolved: PodDown · Shop'],
    [{ kind: 'digest', firingCount: 2, alerts: [alert('A'), alert('B')] }, '2 alerts firing · Shop'],
  ])('titles %j', (changes, title) => {
    expect(describeNotice(notice(changes)).title).toBe(title);
  });

  it('escapes what the alert says, and opens its first alert', () => {
    expect(describeNotice(notice({}))).toMatchObject({
      body: '&lt;b&gt;down&lt;/b&gt;',
      fingerprint: 'f-PodDown',
    });
    expect(describeNotice(notice({ firingCount: 2, alerts: [alert('A', 'x'), alert('B')] })).body).toBe(
      'A, B',
    );
  });

  it('is urgent for critical alerts, but not for their end', () => {
    expect(describeNotice(notice({ severity: 'critical' })).urgent).toBe(true);
    expect(describeNotice(notice({ severity: 'critical', kind: 'resolved' })).urgent).toBe(false);
  });
});

describe('notificationText', () => {
  it('takes out control and direction characters and cuts long text', () => {
    expect(notificationText('a\u202Eb\u0007\n\tc', 'title')).toBe('a b c');
    expect(notificationText('x'.repeat(500), 'body')).toHaveLength(240);
  });

  it('escapes markup in bodies, which servers read as such', () => {
    expect(notificationText('<img src=x> & "y"', 'body')).toBe('&lt;img src=x&gt; &amp; "y"');
  });
});
