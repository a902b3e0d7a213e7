-- What runs wrote into accounts: a step writes once, whatever is tried again, and everybody can see what was there before.
-- No semicolon inside a comment: the adapter splits the file at every semicolon.

-- CreateTable
CREATE TABLE "attribute_changes" (
    "run_id" TEXT NOT NULL,
    "step_key" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "attribute" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attribute_changes_pkey" PRIMARY KEY ("run_id","step_key")
);

-- CreateIndex
CREATE INDEX "attribute_changes_account_id_at_idx" ON "attribute_changes"("account_id", "at");
