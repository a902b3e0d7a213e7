-- No semicolon inside a comment, a string or a function body: the adapter splits the file at every semicolon.
-- What schema.prisma cannot say. Prisma's diff looks at neither partial indexes nor check constraints, so the schema and
-- the migrations still agree (test/integration/migrate.spec.ts).

-- At most one open episode per playbook and account: two sweeps can never enroll an account twice for one trigger.
CREATE UNIQUE INDEX "episodes_one_open" ON "episodes" ("playbook", "account_id") WHERE "closed_at" IS NULL;

-- The relay asks for what is still to be done, oldest first. Done rows are history.
CREATE INDEX "outbox_pending" ON "outbox" ("not_before", "id") WHERE "done_at" IS NULL;

-- Mail that still has to go out, among all that ever went.
CREATE INDEX "messages_waiting" ON "messages" ("status", "lease_until") WHERE "status" IN ('queued', 'sending');

-- Closing a period asks which accounts had stragglers: few rows among all events.
CREATE INDEX "events_late" ON "events" ("account_id", "received_at") WHERE "late";

-- Closed sets of words.
ALTER TABLE "accounts"
  ADD CONSTRAINT "accounts_status" CHECK ("status" IN ('trial', 'active', 'churned'));
ALTER TABLE "subscriptions"
  ADD CONSTRAINT "subscriptions_dates" CHECK ("end_date" > "start_date"),
  ADD CONSTRAINT "subscriptions_seats" CHECK ("seats" >= 0);
ALTER TABLE "metric_points"
  ADD CONSTRAINT "metric_points_period" CHECK ("period_end" > "period_start");
ALTER TABLE "health_snapshots"
  ADD CONSTRAINT "health_snapshots_band" CHECK ("band" IN ('green', 'yellow', 'red'));
ALTER TABLE "enrollments"
  ADD CONSTRAINT "enrollments_decision" CHECK (
    ("decision" = 'enroll' AND "arm" IN ('treatment', 'holdout') AND "reason" IS NULL)
    OR ("decision" = 'skip' AND "arm" IS NULL AND "reason" IS NOT NULL)
  );
ALTER TABLE "runs"
  ADD CONSTRAINT "runs_arm" CHECK ("arm" IN ('treatment', 'holdout')),
  ADD CONSTRAINT "runs_status" CHECK ("status" IN ('starting', 'running', 'verifying', 'finished', 'failed')),
  ADD CONSTRAINT "runs_result" CHECK ("result" IN ('success', 'lost', 'expired', 'not_met', 'unknown', 'completed', 'failed'));
ALTER TABLE "step_records"
  ADD CONSTRAINT "step_records_status" CHECK ("status" IN ('active', 'done', 'skipped', 'failed', 'expired', 'cancelled'));
ALTER TABLE "check_records"
  ADD CONSTRAINT "check_records_kind" CHECK ("kind" IN ('step', 'objective'));
ALTER TABLE "messages"
  ADD CONSTRAINT "messages_channel" CHECK ("channel" IN ('email', 'in_app')),
  ADD CONSTRAINT "messages_status" CHECK (
    "status" IN ('queued', 'sending', 'sent', 'rejected', 'unknown', 'cancelled', 'posted', 'seen', 'dismissed', 'expired')
  );
ALTER TABLE "tasks"
  ADD CONSTRAINT "tasks_kind" CHECK ("kind" IN ('step', 'fallback')),
  ADD CONSTRAINT "tasks_status" CHECK ("status" IN ('open', 'done', 'expired', 'cancelled'));
ALTER TABLE "clock"
  ADD CONSTRAINT "clock_single" CHECK ("id" = 1),
  ADD CONSTRAINT "clock_forward" CHECK ("rate" > 0);
