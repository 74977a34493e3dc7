#include "base/report.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::base;

TEST_CASE("every problem is counted, and hostile numbers of them are not kept") {
    Report report;
    for (std::size_t i = 0; i < Report::kept_per_code + 5; ++i) report.add({.code = "table-debris"});
    report.add({.code = "wkt-number"});
    CHECK(report.count("table-debris") == Report::kept_per_code + 5);
    CHECK(report.problems().size() == Report::kept_per_code + 1);
    Report sum;
    sum.add(report);
    sum.add(report);
    CHECK(sum.total() == 2 * report.total());
    CHECK(sum.count("wkt-number") == 2);
    CHECK(sum.count("never") == 0);
}

TEST_CASE("a problem describes itself with what is known") {
    CHECK(describe({.code = "x", .source = "page.txt", .line = 3, .column = 7, .found = "abc", .expected = "a number"}) ==
          "page.txt:3:7: found \"abc\", expected a number [x]");
    CHECK(describe({.code = "x", .expected = "a number"}) == "expected a number [x]");
}

TEST_CASE("reading the wrong side of a Result is a programmer's mistake") {
    const Result<int> good(1);
    const Result<int> bad(Problem{.code = "x"});
    CHECK(*good == 1);
    CHECK_THROWS_AS(bad.value(), AssertionError);
    CHECK_THROWS_AS(good.problem(), AssertionError);
}
