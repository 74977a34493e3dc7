// A value, or the reason why bad data gave none. Knows nothing of logging, HTTP or who reports.
#pragma once

#include "base/assertion.hpp"

#include <string>
#include <utility>
#include <variant>

namespace cityweave::base {

/// One thing wrong in the data: reported and counted, and the work goes on.
struct Problem {
    std::string code;     ///< stable, kebab-case, listed in docs/errors.md: "wkt-number", "country-contradicts-town"
    std::string source{}; ///< file or stream as the user named it; empty where the text has no file
    int line = 0;         ///< 1-based; 0 where lines mean nothing
    int column = 0;       ///< 1-based, in characters; 0 where unknown
    std::string found{};  ///< what stood there, shortened to what a person needs
    std::string expected{};
};

/// "source:line:column: found …, expected … [code]", leaving out what is unknown.
[[nodiscard]] std::string describe(const Problem& problem);

/// Either a T or a Problem. Reading the wrong one is a programmer's mistake (AssertionError).
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] const T& value() const& {
        CITYWEAVE_ASSERT(has_value(), "a Result must hold a value before it is read");
        return std::get<0>(state_);
    }
    [[nodiscard]] T& value() & {
        CITYWEAVE_ASSERT(has_value(), "a Result must hold a value before it is read");
        return std::get<0>(state_);
    }
    [[nodiscard]] T value() && {
        CITYWEAVE_ASSERT(has_value(), "a Result must hold a value before it is read");
        return std::get<0>(std::move(state_));
    }
    [[nodiscard]] const Problem& problem() const {
        CITYWEAVE_ASSERT(!has_value(), "a Result must hold a problem before it is read");
        return std::get<1>(state_);
    }
    const T& operator*() const& { return value(); }
    const T* operator->() const { return &value(); }

private:
    std::variant<T, Problem> state_;
};

} // namespace cityweave::base
