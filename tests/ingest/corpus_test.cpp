// Pages written by people who had not seen the reader, set by set: see tests/corpus/README.md.
#include "tests/ingest/corpus.hpp"
#include "tests/ingest/extraction.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;

TEST_CASE("pages of the corpus give the rows that people see on them", "[corpus]") {
    const auto scores = test::corpus_scores(ingest::testing::options());
    REQUIRE(scores.size() >= 6);
    for (const auto& score : scores) {
        INFO(score.differences);
        CAPTURE(score.set, score.pages, score.pages_right);
        CHECK(score.pages >= 50);
        CHECK(score.empty.all >= 12);
        CHECK(score.empty.right == score.empty.all);
        CHECK(score.precision.share() >= 0.90);
        CHECK(score.recall.share() >= 0.87);
        CHECK(score.leads.share() >= 0.87);
        CHECK(score.clusters.share() >= 0.93);
    }
}
