#include "base/parallel.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>

using namespace cityweave::base;

TEST_CASE("results come in input order for any number of threads") {
    for (const unsigned jobs : {1U, 2U, 7U}) {
        const auto squares = parallel_map(100, Jobs::from_request(jobs), [](std::size_t i) { return i * i; });
        REQUIRE(squares.size() == 100);
        for (std::size_t i = 0; i < squares.size(); ++i) CHECK(squares[i] == i * i);
    }
    CHECK(parallel_map(0, Jobs::from_request(2), [](std::size_t i) { return i; }).empty());
}

TEST_CASE("the first item's error is rethrown") {
    const auto run = [](unsigned jobs) {
        parallel_for(50, Jobs::from_request(jobs), [](std::size_t i) {
            if (i >= 3) throw std::runtime_error(std::to_string(i));
        });
    };
    CHECK_THROWS_WITH(run(1), "3");
    CHECK_THROWS_AS(run(4), std::runtime_error);
}
