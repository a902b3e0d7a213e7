-- When the newest part of a flight record was ordered, so that a part that never happened is known for what it is.

-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "recorded_as_of" TIMESTAMPTZ(3);
