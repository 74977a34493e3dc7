#include "render/palette.hpp"

#include "render/css_color.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace cityweave::render {
namespace {

struct Linear {
    double red;
    double green;
    double blue;
};

// IEC 61966-2-1.
double to_linear(std::uint8_t channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

std::uint8_t from_linear(double value) {
    const double c = std::clamp(value, 0.0, 1.0);
    const double encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
    return static_cast<std::uint8_t>(std::lround(encoded * 255));
}

Linear to_linear(const Color& color) {
    return {to_linear(color.red), to_linear(color.green), to_linear(color.blue)};
}

// Machado, Oliveira and Fernandes 2009, table 1, severity 1.0; rows give red, green, blue.
using Matrix = std::array<std::array<double, 3>, 3>;
constexpr Matrix protan{{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix deutan{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix tritan{{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

std::uint8_t applied(const std::array<double, 3>& row, const Linear& c) {
    return from_linear(row[0] * c.red + row[1] * c.green + row[2] * c.blue);
}

double luminance(const Color& color) {
    const Linear c = to_linear(color);
    return 0.2126 * c.red + 0.7152 * c.green + 0.0722 * c.blue;
}

double degrees(double radians) {
    return radians * 180 / std::numbers::pi;
}
double radians(double degrees) {
    return degrees * std::numbers::pi / 180;
}

/// Degrees 0…360; 0 for greys.
double hue_angle(double a, double b) {
    if (a == 0 && b == 0) return 0;
    const double h = degrees(std::atan2(b, a));
    return h < 0 ? h + 360 : h;
}

/// A colour with its chroma and hue after the a axis was stretched, as CIEDE2000 begins (equations 2 to 7).
struct Stretched {
    double lightness;
    double chroma;
    double hue;
};

double power7(double x) {
    return std::pow(x, 7);
}

Stretched stretched(const LabColor& color, double mean_chroma) {
    const double g = 0.5 * (1 - std::sqrt(power7(mean_chroma) / (power7(mean_chroma) + power7(25))));
    const double a = (1 + g) * color.a;
    return {color.lightness, std::hypot(a, color.b), hue_angle(a, color.b)};
}

/// Equation 10.
double hue_difference(const Stretched& one, const Stretched& two) {
    if (one.chroma * two.chroma == 0) return 0;
    const double d = two.hue - one.hue;
    return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
}

/// Equation 14.
double mean_hue(const Stretched& one, const Stretched& two) {
    const double sum = one.hue + two.hue;
    if (one.chroma * two.chroma == 0) return sum;
    if (std::abs(one.hue - two.hue) <= 180) return sum / 2;
    return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

constexpr std::array vision_names = {"normal vision", "simulated protanopia", "simulated deuteranopia", "simulated tritanopia"};

void check_pair(const PaletteEntry& one, const PaletteEntry& two, std::vector<base::Problem>& problems) {
    for (const Vision vision : {Vision::normal, Vision::protan, Vision::deutan, Vision::tritan}) {
        const double difference = color_difference(simulated(one.hue, vision), simulated(two.hue, vision));
        if (difference >= least_difference) continue;
        problems.push_back({.code = "palette-difference",
                            .found = fmt::format("{} {} and {} {} differ by {:.1f} in {}", one.cluster, to_hex(one.hue), two.cluster,
                                                 to_hex(two.hue), difference, vision_names[static_cast<std::size_t>(vision)]),
                            .expected = fmt::format("a CIEDE2000 difference of at least {}", least_difference)});
    }
}

struct Standing {
    std::string what;
    Color color;
    std::string ground_name;
    Color ground;
};

void check_contrast(std::string code, const Standing& standing, std::vector<base::Problem>& problems) {
    const double found = contrast(standing.color, standing.ground);
    if (found >= least_contrast) return;
    problems.push_back({.code = std::move(code),
                        .found = fmt::format("{} {} has a contrast of {:.2f} against {} {}", standing.what, to_hex(standing.color), found,
                                             standing.ground_name, to_hex(standing.ground)),
                        .expected = fmt::format("at least {}", least_contrast)});
}

} // namespace

LabColor to_lab(const Color& color) {
    const Linear c = to_linear(color);
    const double x = (0.4124564 * c.red + 0.3575761 * c.green + 0.1804375 * c.blue) / 0.95047;
    const double y = 0.2126729 * c.red + 0.7151522 * c.green + 0.0721750 * c.blue;
    const double z = (0.0193339 * c.red + 0.1191920 * c.green + 0.9503041 * c.blue) / 1.08883;
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

double color_difference(const LabColor& a, const LabColor& b) {
    const double mean_chroma = (std::hypot(a.a, a.b) + std::hypot(b.a, b.b)) / 2;
    const Stretched one = stretched(a, mean_chroma);
    const Stretched two = stretched(b, mean_chroma);
    const double lightness = two.lightness - one.lightness;
    const double chroma = two.chroma - one.chroma;
    const double hue = 2 * std::sqrt(one.chroma * two.chroma) * std::sin(radians(hue_difference(one, two) / 2));
    // Equations 15 to 22.
    const double h = mean_hue(one, two);
    const double c = (one.chroma + two.chroma) / 2;
    const double l = std::pow((one.lightness + two.lightness) / 2 - 50, 2);
    const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h)) + 0.32 * std::cos(radians(3 * h + 6)) -
                     0.20 * std::cos(radians(4 * h - 63));
    const double rotation = 30 * std::exp(-std::pow((h - 275) / 25, 2));
    const double r = -std::sin(radians(2 * rotation)) * 2 * std::sqrt(power7(c) / (power7(c) + power7(25)));
    const double dl = lightness / (1 + 0.015 * l / std::sqrt(20 + l));
    const double dc = chroma / (1 + 0.045 * c);
    const double dh = hue / (1 + 0.015 * c * t);
    return std::sqrt(dl * dl + dc * dc + dh * dh + r * dc * dh);
}

double color_difference(const Color& a, const Color& b) {
    return color_difference(to_lab(a), to_lab(b));
}

double contrast(const Color& a, const Color& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

Color simulated(const Color& color, Vision vision) {
    if (vision == Vision::normal) return color;
    const Matrix& matrix = vision == Vision::protan ? protan : vision == Vision::deutan ? deutan : tritan;
    const Linear c = to_linear(color);
    return {.red = applied(matrix[0], c), .green = applied(matrix[1], c), .blue = applied(matrix[2], c), .alpha = color.alpha};
}

std::vector<base::Problem> check_palette(std::span<const PaletteEntry> clusters, const Grounds& grounds) {
    std::vector<base::Problem> problems;
    const std::size_t distinct = std::min(clusters.size(), distinct_clusters);
    for (std::size_t i = 0; i < distinct; ++i) {
        for (std::size_t j = i + 1; j < distinct; ++j) check_pair(clusters[i], clusters[j], problems);
    }
    check_contrast("palette-outline", {"the outline", grounds.outline, "land", grounds.land}, problems);
    check_contrast("palette-outline", {"the outline", grounds.outline, "sea", grounds.sea}, problems);
    for (const PaletteEntry& entry : clusters) {
        check_contrast("palette-link", {"the links of " + entry.cluster, entry.link, "land", grounds.land}, problems);
    }
    return problems;
}

} // namespace cityweave::render
