// JSON: any bytes are a value or refused with a line and column; what is read is written and read again equal.
#include "base/json.hpp"
#include "tests/fuzz/support.hpp"

using namespace cityweave;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = base::parse_json(fuzz::text_of(data, size));
    if (!json) {
        fuzz::require(json.problem().line >= 1 && json.problem().column >= 1);
        return 0;
    }
    const auto again = base::parse_json(base::to_text(*json));
    fuzz::require(again.has_value() && base::to_text(*again) == base::to_text(*json));
    return 0;
}
