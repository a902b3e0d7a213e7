-- Orders about runs and their audit, retired playbooks, and the words they bring. Only adds and widens: the release before
-- goes on working on it. No semicolon inside a comment: the adapter splits the file at every semicolon.

-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "first_csm_id" TEXT,
ADD COLUMN     "handed_over_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "run_orders" (
    "run_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "playbook" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "batch" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "status" TEXT NOT NULL DEFAULT 'asked',
    "answer" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_orders_pkey" PRIMARY KEY ("run_id","id")
);

-- CreateTable
CREATE TABLE "playbook_retirements" (
    "id" BIGSERIAL NOT NULL,
    "playbook" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "end_reason" TEXT,

    CONSTRAINT "playbook_retirements_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "run_orders_seq_key" ON "run_orders"("seq");

-- CreateIndex
CREATE INDEX "run_orders_status_received_at_idx" ON "run_orders"("status", "received_at");

-- CreateIndex
CREATE INDEX "run_orders_batch_idx" ON "run_orders"("batch");

-- CreateIndex
CREATE INDEX "playbook_retirements_playbook_idx" ON "playbook_retirements"("playbook");

-- A playbook is out of use in one way at a time.
CREATE UNIQUE INDEX "playbook_retirements_one_in_force" ON "playbook_retirements" ("playbook") WHERE "ended_at" IS NULL;

-- Closed sets of words: paused runs, cancelled results, orders and ways to retire.
ALTER TABLE "runs"
  DROP CONSTRAINT "runs_status",
  DROP CONSTRAINT "runs_result",
  ADD CONSTRAINT "runs_status" CHECK ("status" IN ('starting', 'running', 'paused', 'verifying', 'finished', 'failed')),
  ADD CONSTRAINT "runs_result" CHECK (
    "result" IN ('success', 'lost', 'expired', 'not_met', 'unknown', 'completed', 'failed', 'cancelled')
  );
ALTER TABLE "run_orders"
  ADD CONSTRAINT "run_orders_kind" CHECK (
    "kind" IN ('pause', 'resume', 'cancel', 'skip_step', 'retry_step', 'hand_over', 'migrate')
  ),
  ADD CONSTRAINT "run_orders_status" CHECK ("status" IN ('asked', 'taken', 'refused'));
ALTER TABLE "playbook_retirements"
  ADD CONSTRAINT "playbook_retirements_mode" CHECK ("mode" IN ('drain', 'stop', 'freeze'));
