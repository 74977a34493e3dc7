// A programmer's mistake, caught where it is made. Not for bad data (result.hpp) nor a broken world (error.hpp).
#pragma once

#include <stdexcept>

namespace cityweave::base {

/// Thrown by a failed CITYWEAVE_ASSERT, in every build type, so that tests can trip it.
class AssertionError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

} // namespace cityweave::base

/// States a precondition with a string literal that says what must hold. Active in release builds too: the
/// conditions asserted are cheap, and a wrong map is worse than a stopped one.
#define CITYWEAVE_ASSERT(condition, what_must_hold)                                                                                        \
    do {                                                                                                                                   \
        if (!(condition)) throw ::cityweave::base::AssertionError(what_must_hold);                                                         \
    } while (false)
