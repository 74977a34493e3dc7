// Coordinates as people print them: any text is a position on the globe, refused with what was expected, or nothing.
#include "ingest/angles.hpp"
#include "tests/fuzz/support.hpp"

#include <cmath>

using namespace cityweave;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    if (const auto angle = ingest::angle_of(text)) {
        fuzz::require(!*angle || std::isfinite((*angle)->degrees));
        fuzz::require(*angle || (angle->problem().column >= 1 && !angle->problem().expected.empty()));
    }
    if (const auto position = ingest::position_of_text(text))
        fuzz::require(*position ? std::abs((*position)->lat()) <= 90 : !position->problem().expected.empty());
    std::size_t at = 0;
    if (ingest::read_angle_label(text, at)) fuzz::require(at > 0 && at <= size);
    return 0;
}
