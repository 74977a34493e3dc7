#include "base/json.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace cityweave::base;

TEST_CASE("JSON keeps order and reads back what it writes") {
    const std::string text = R"({"b":1,"a":[true,null,-2,0.1,"\u00e4\"",18446744073709551615],"c":{}})";
    const auto value = parse_json(text);
    REQUIRE(value);
    const std::string written = to_text(*value);
    CHECK(written == "{\"b\":1,\"a\":[true,null,-2,0.1,\"\u00e4\\\"\",18446744073709551615],\"c\":{}}");
    CHECK(*parse_json(written) == *value);
}

TEST_CASE("JSON problems say where") {
    const auto bad = parse_json("{\n  \"a\": 1,\n  oops\n}");
    REQUIRE_FALSE(bad);
    CHECK(bad.problem().code == "json-syntax");
    CHECK(bad.problem().line == 3);
    CHECK(bad.problem().column == 3);
    CHECK_FALSE(parse_json("1 2"));
    CHECK_FALSE(parse_json(""));
    CHECK_FALSE(parse_json(std::string(5000, '[')));
}

TEST_CASE("JSON writes the shortest number that reads back equal, and refuses infinities") {
    CHECK(to_text(0.1) == "0.1");
    CHECK(to_text(1.0) == "1");
    CHECK(to_text(-0.0) == "0");
    CHECK(to_text(27.67703) == "27.67703");
    CHECK_THROWS_AS(to_text(std::numeric_limits<double>::infinity()), AssertionError);
}

TEST_CASE("JSON reads each number to its last digit, and refuses what is too large to be one") {
    CHECK(parse_json("28888888888888888888888888888888888888888888")->number() == 28888888888888888888888888888888888888888888.0);
    CHECK(parse_json("[5.684341886080802e-14]")->array()->front().number() == 5.684341886080802e-14);
    CHECK(parse_json("1e-400")->number() == 0);
    CHECK_FALSE(parse_json("1e400"));
    CHECK_FALSE(parse_json("999999999999999999999999939e3922"));
}

TEST_CASE("of equal keys JSON keeps the last (RFC 8259 §4)") {
    CHECK(to_text(*parse_json(R"({"a":1,"b":{"c":2},"a":[3]})")) == R"({"b":{"c":2},"a":[3]})");
}

TEST_CASE("indented JSON ends with a newline") {
    CHECK(to_text(JsonObject{{"a", JsonArray{1, 2}}, {"b", JsonArray{}}}, JsonLayout::indented) ==
          "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}\n");
}
