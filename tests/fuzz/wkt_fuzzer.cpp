// Well-known text: any bytes are read or refused with a place in the text; what is read is written and read again equal;
// and the fast reader of points agrees with the full one.
#include "geo/wkt.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cityweave;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto wkt = geo::parse_wkt(text);
    const auto point = geo::parse_wkt_point(text);
    if (!wkt) {
        require(wkt.problem().line >= 1 && wkt.problem().column >= 1 && !wkt.problem().expected.empty());
        require(!point);
        return 0;
    }
    const auto again = geo::parse_wkt(geo::to_wkt(*wkt));
    require(again.has_value() && *again == *wkt);
    const bool is_point = wkt->geometry.kind == geo::WktKind::point && !wkt->geometry.positions.empty();
    require(point.has_value() == is_point);
    if (is_point) require(*point == wkt->geometry.positions.front().lonlat);
    return 0;
}
