#include "base/shared_library.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace cityweave;
using Catch::Matchers::Contains;

TEST_CASE("A library opened when needed gives its functions", "[shared_library]") {
    const auto library = base::SharedLibrary::open("libm.so.6");
    auto* const cube_root = library.function<double(double)>("cbrt");
    CHECK(std::abs(cube_root(27) - 3) < 1e-12);
}

TEST_CASE("A missing library or function is an error that names it", "[shared_library]") {
    CHECK_THROWS_AS(base::SharedLibrary::open("libno-such.so.7"), base::IoError);
    CHECK_THROWS_WITH(base::SharedLibrary::open("libno-such.so.7"), Contains("libno-such.so.7"));
    const auto library = base::SharedLibrary::open("libm.so.6");
    CHECK_THROWS_AS(library.function<void()>("no_such_function"), base::IoError);
    CHECK_THROWS_WITH(library.function<void()>("no_such_function"), Contains("libm.so.6") && Contains("no_such_function"));
}
